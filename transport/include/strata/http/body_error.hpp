#pragma once
// BodyError: a request's body broke off while a handler was reading it: malformed, too large, too
// late, or the peer is gone. Passed on, it becomes the answer that it names.
#include <exception>
#include <string>
#include <string_view>

namespace strata::http {

class BodyError final : public std::exception {
  public:
    BodyError(int status, std::string_view code, std::string_view message)
        : status_(status), code_(code), message_(message) {}
    [[nodiscard]] auto status() const noexcept -> int { return status_; }
    [[nodiscard]] auto code() const noexcept -> const std::string& { return code_; }
    [[nodiscard]] auto what() const noexcept -> const char* override { return message_.c_str(); }

  private:
    int status_;
    std::string code_;
    std::string message_;
};

}  // namespace strata::http
