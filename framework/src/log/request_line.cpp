#include "strata/log/request_line.hpp"

#include <array>

#include "strata/log/log.hpp"

namespace strata::log {

namespace {

auto level_of(const RequestLine& line) -> Level {
    if (line.status >= 500) return Level::error;
    const bool slow = line.duration.count() >= detail::slow_microseconds.load();
    return line.cut || slow ? Level::warning : Level::info;
}

// The fields that are there.
class FieldList final {
  public:
    void add(std::string_view key, Value value) { fields_[count_++] = Field{key, value}; }
    void add_text(std::string_view key, std::string_view text) {
        if (!text.empty()) add(key, text);
    }
    [[nodiscard]] auto data() const -> const Field* { return fields_.data(); }
    [[nodiscard]] auto size() const -> std::size_t { return count_; }

  private:
    std::array<Field, 12> fields_{};
    std::size_t count_ = 0;
};

}  // namespace

void detail::write_request(const RequestLine& line) {
    const Level level = level_of(line);
    if (!enabled(level)) return;
    FieldList fields;
    fields.add_text("requestId", line.request_id);
    fields.add_text("traceparent", line.traceparent);
    fields.add_text("method", line.method);
    fields.add_text("account", line.account);
    fields.add_text("peer", line.peer);
    fields.add("status", line.status);
    fields.add_text("outcome", line.outcome);
    fields.add("milliseconds", line.duration);
    fields.add("bytesIn", line.bytes_in);
    fields.add("bytesOut", line.bytes_out);
    fields.add_text("problem", line.problem);
    write(level, "request", fields.data(), fields.size());
}

}  // namespace strata::log
