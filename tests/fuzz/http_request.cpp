// Heads and bodies as a connection takes them in: the requests found in a stream of bytes, their
// parts and the refusal at its end do not depend on where the stream was cut.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/body_reader.hpp"
#include "http/parse/request_parser.hpp"
#include "http/read_buffer.hpp"

namespace {

using namespace strata::http;

constexpr std::uint64_t body_limit = 300;
constexpr std::size_t most_splits = 512;

auto limits() -> HeadLimits {
    HeadLimits all;
    all.request_line = 80;
    all.header_bytes = 400;
    all.header_count = 12;
    return all;
}

void demand(bool holds) {
    if (!holds) std::abort();
}

class Requests final {
  public:
    void take(std::string_view bytes) {
        buffer_.compact();
        if (in_body_) body_.close_gap(buffer_);
        buffer_.reserve(buffer_.size() + bytes.size() + 1);
        std::ranges::copy(bytes, buffer_.spare().begin());
        buffer_.commit(bytes.size());
        while (!refused_ && (in_body_ ? read_body() : read_head())) {
        }
    }
    [[nodiscard]] auto events() const -> const std::string& { return events_; }

  private:
    auto read_head() -> bool {
        switch (parser_.parse(buffer_.view(), limits())) {
            case Parsed::more: return false;
            case Parsed::refused: return refuse(parser_.refusal());
            case Parsed::complete: break;
        }
        describe(HeadView(buffer_.data(), parser_.head()));
        body_.begin(parser_.head(), body_limit);
        in_body_ = true;
        return true;
    }

    auto read_body() -> bool {
        body_.advance(buffer_);
        if (body_.refusal()) return refuse(body_.refusal());
        demand(body_.end() <= buffer_.size());
        if (!body_.is_complete()) return false;
        demand(body_.text(buffer_).size() <= body_limit);
        events_.append(" body ").append(body_.text(buffer_)).append("\n");
        buffer_.consume(body_.end());
        parser_.reset();
        in_body_ = false;
        return true;
    }

    void describe(HeadView view) {
        const RequestHead& head = view.head();
        events_.append(verb_name(head.verb)).append(head.http_1_0 ? " 1.0 " : " 1.1 ");
        events_.append(view.path()).append(" ? ").append(view.query());
        events_.append(" host ").append(view.host()).append(head.keep_alive ? " keep" : " close");
        view.each([this](FieldView field) {
            events_.append("\n ").append(field.name).append("=").append(field.value);
        });
        demand(head.size <= buffer_.size());
        demand(head.framing != Framing::none || head.content_length == 0);
    }

    auto refuse(const Refusal& refusal) -> bool {
        events_.append(" refused ").append(std::to_string(refusal.status)).append(" ");
        events_.append(refusal.code).append("\n");
        refused_ = true;
        return false;
    }

    ReadBuffer buffer_{};
    RequestParser parser_{};
    BodyReader body_{};
    std::string events_{};
    bool in_body_ = false;
    bool refused_ = false;
};

auto whole(std::string_view bytes) -> std::string {
    Requests requests;
    requests.take(bytes);
    return requests.events();
}

auto split(std::string_view bytes, std::size_t at) -> std::string {
    Requests requests;
    requests.take(bytes.substr(0, at));
    requests.take(bytes.substr(at));
    return requests.events();
}

auto byte_by_byte(std::string_view bytes) -> std::string {
    Requests requests;
    for (std::size_t i = 0; i < bytes.size(); ++i) requests.take(bytes.substr(i, 1));
    return requests.events();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::string expected = whole(bytes);
    demand(byte_by_byte(bytes) == expected);
    const std::size_t step = size / most_splits + 1;
    for (std::size_t at = 1; at < size; at += step) demand(split(bytes, at) == expected);
    return 0;
}
