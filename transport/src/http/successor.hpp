#pragma once
// Successor: what an HTTP connection becomes after `101 Switching Protocols`. Loop thread.
#include <string_view>

#include "http/place.hpp"
#include "http/socket.hpp"

namespace strata::http {

class Successor {
  public:
    Successor() = default;
    Successor(const Successor&) = delete;
    auto operator=(const Successor&) -> Successor& = delete;
    virtual ~Successor() = default;

    // The 101 is sent. `unread` is what the peer has
    // sent after its request. Not called when the peer is gone by then.
    virtual void take_over(Descriptor socket, Place place, std::string_view unread) = 0;
};

}  // namespace strata::http
