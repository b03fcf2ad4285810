#pragma once
// ResponseFields: the header lines that an answer has beside those of its framing. The only way for
// a field to get into an answer: it refuses CR, LF, NUL and every other byte that a value can't
// hold, and the fields that the server writes itself. Loop thread.
#include <string>
#include <string_view>

namespace strata::http {

class ResponseFields final {
  public:
    // Throws std::invalid_argument on a name that is no token, a value with a control byte, or a
    // field of framing (Content-Length, Transfer-Encoding, Connection, Date, Trailer, Upgrade,
    // Keep-Alive).
    void add(std::string_view name, std::string_view value);
    // Lines that were checked already, each with its CR LF.
    void add_lines(std::string_view lines) { lines_.append(lines); }
    [[nodiscard]] auto lines() const noexcept -> const std::string& { return lines_; }
    [[nodiscard]] auto has_content_type() const noexcept -> bool { return has_content_type_; }
    [[nodiscard]] auto has_content_encoding() const noexcept -> bool {
        return has_content_encoding_;
    }
    void clear() noexcept {
        lines_.clear();
        has_content_type_ = has_content_encoding_ = false;
    }
    void release() noexcept { lines_ = std::string(); }

  private:
    std::string lines_{};
    bool has_content_type_ = false;
    bool has_content_encoding_ = false;
};

}  // namespace strata::http
