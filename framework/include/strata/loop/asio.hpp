#pragma once
// The Asio io_context under an EventLoop, for transports and drivers. Loop thread only: its
// concurrency hint is 1, and other threads use EventLoop::post(). Type sockets on
// io_context::executor_type, not any_io_executor. A raw operation does not keep run() running: hold
// a Work beside it.
#include <boost/asio/io_context.hpp>

#include "strata/loop/event_loop.hpp"

namespace strata {

[[nodiscard]] auto asio_context(EventLoop& loop) noexcept -> boost::asio::io_context&;

}  // namespace strata
