#pragma once
// Answer: what a typed call gave: the handler's value, or why there is none. A plain value.
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "strata/contract/call.hpp"

namespace strata::testing {

// What came back of a call without sockets.
struct Reply {
    int status = 0;
    std::string body{};  // the result's JSON; empty after a problem
    std::optional<contract::Problem> problem{};
    std::string token{};  // of the session that the call began; empty: it began none
    bool replayed = false;

    [[nodiscard]] auto code() const -> std::string { return problem ? problem->code : ""; }
    // For messages: "403 not_a_member: You are not in this room", with the faults of parameters.
    [[nodiscard]] auto to_string() const -> std::string;
};

template <class T>
class [[nodiscard]] Answer final {
  public:
    Answer(Reply reply, std::optional<T> value)
        : reply_(std::move(reply)), value_(std::move(value)) {}

    [[nodiscard]] explicit operator bool() const noexcept { return value_.has_value(); }
    // Throw std::runtime_error, with what was answered instead, when the call failed.
    [[nodiscard]] auto operator*() const -> const T& {
        if (!value_) throw std::runtime_error("the call failed: " + reply_.to_string());
        return *value_;
    }
    auto operator->() const -> const T* { return &**this; }

    template <class Error>
    [[nodiscard]] auto failed_with() const -> bool {
        return !value_ && reply_.code() == Error::code;
    }
    [[nodiscard]] auto status() const -> int { return reply_.status; }
    [[nodiscard]] auto code() const -> std::string { return reply_.code(); }
    [[nodiscard]] auto reply() const -> const Reply& { return reply_; }

  private:
    Reply reply_;
    std::optional<T> value_;
};

}  // namespace strata::testing
