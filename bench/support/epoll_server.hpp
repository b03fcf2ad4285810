#pragma once
// The limit that servers are measured against: one thread, epoll, keep-alive, and no parsing but
// for the end of each request's header. It answers GET requests only, and it trusts its client.
#include <functional>
#include <string>
#include <string_view>

namespace bench {

// Appends one whole response to `out`; `request` is the text of one request's header.
using Answer = std::function<void(std::string_view request, std::string& out)>;

// Serves 127.0.0.1:port until the process is ended.
[[noreturn]] void serve(int port, const Answer& answer);

// What other servers of this kind begin with: a listening socket, its readiness, a connection.
[[nodiscard]] auto listen_on(int port) -> int;
[[nodiscard]] auto listen_on_path(std::string_view path) -> int;  // a Unix socket
void watch(int epoll, int descriptor);
void accept_one(int epoll, int listener);

}  // namespace bench
