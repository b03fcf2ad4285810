#pragma once
// StreamId: how a client and the server name a stream of one connection: a number or a text. A
// plain value. In a contract: `"StreamId": {"anyOf": [{"type": "integer"}, {"type": "string"}]}`,
// whose type converts from and to this one. StreamError: a stream that isn't there, or broke.
#include <cstdint>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace strata {

class StreamId final {
  public:
    using Value = std::variant<std::int64_t, std::string>;

    StreamId() = default;
    StreamId(Value value) : value_(std::move(value)) {}  // NOLINT(*-explicit-*)

    [[nodiscard]] auto value() const noexcept -> const Value& { return value_; }
    template <class T>
    requires std::is_base_of_v<Value, T>
    operator T() const {  // NOLINT(*-explicit-*)
        return std::visit([](const auto& plain) { return T(plain); }, value_);
    }
    friend auto operator==(const StreamId&, const StreamId&) -> bool = default;

  private:
    Value value_{};
};

// Passed on by a handler, it is answered with status 400 and its code.
class StreamError final : public std::runtime_error {
  public:
    StreamError(const char* code, const std::string& message)
        : std::runtime_error(message), code_(code) {}
    // "stream_not_found", "stream_broken"
    [[nodiscard]] auto code() const noexcept -> const char* { return code_; }

  private:
    const char* code_;
};

}  // namespace strata
