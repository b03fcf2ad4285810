#pragma once
// RequestIdentity: by what a request is found again in the logs: its id, and its place in a W3C
// trace. Both as the client sent them; where it sent none, made when they are first asked for: a
// request that nobody asks about pays nothing. Loop thread only.
#include <array>
#include <string>
#include <string_view>

#include "strata/security/ids.hpp"

namespace strata::contract {

class RequestIdentity final {
  public:
    // The texts stay until own() or the end; empty: none.
    RequestIdentity(std::string_view id, std::string_view traceparent) noexcept
        : id_(id), traceparent_(traceparent) {}
    RequestIdentity(const RequestIdentity&) = delete;
    auto operator=(const RequestIdentity&) -> RequestIdentity& = delete;

    [[nodiscard]] auto id(security::Ids& ids) -> std::string_view;
    // Of the request: a trace that was made for it has the request's id, if that was made too.
    [[nodiscard]] auto traceparent(security::Ids& ids) -> std::string_view;
    // The id, if it was made here: what the client does not know.
    [[nodiscard]] auto made_id() const noexcept -> std::string_view {
        return made_ ? id_ : std::string_view();
    }
    // From now on what was given to it may go.
    void own();

  private:
    std::string_view id_;
    std::string_view traceparent_;
    std::string given_{};  // both, once they are owned
    bool made_ = false;
    // Not initialised: only what was made is read.
    std::array<char, Uuid::text_size> made_id_;
    std::array<char, 55> made_traceparent_;
};

}  // namespace strata::contract
