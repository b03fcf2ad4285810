#pragma once
// Acceptor: one listening socket, TCP or Unix. Loop thread. It accepts in batches; out of
// descriptors it gives its reserved one for long enough to answer 503 and close, and then waits a
// little.
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/core.hpp"
#include "http/socket.hpp"
#include "strata/loop/timer.hpp"
#include "strata/loop/work.hpp"

namespace strata::http {

// Each opens, binds and listens; throws std::runtime_error with one clear line.
[[nodiscard]] auto listen_tcp(const std::string& section, const std::string& host,
                              std::uint16_t port, unsigned backlog) -> int;
// The same with a socket for each of `count` processes, among which the kernel spreads connections
// (SO_REUSEPORT). Refuses a port that another service listens on, shared or not.
[[nodiscard]] auto listen_tcp_shared(const std::string& section, const std::string& host,
                                     std::uint16_t port, unsigned backlog, std::size_t count)
    -> std::vector<int>;
// Replaces the socket of a process that is gone; not one that somebody still listens on.
[[nodiscard]] auto listen_unix(const std::string& path, unsigned backlog) -> int;

class Acceptor final {
  public:
    Acceptor(Core& core, int descriptor);
    Acceptor(const Acceptor&) = delete;
    auto operator=(const Acceptor&) -> Acceptor& = delete;
    ~Acceptor();

    void start();
    // Takes what is in the backlog, and closes the socket.
    void stop();
    [[nodiscard]] auto port() const -> std::uint16_t;

  private:
    static constexpr int batch = 64;
    void wait();
    // False: the backlog is empty, or nothing can be accepted now.
    auto accept_one() -> bool;
    void admit(Descriptor socket, std::string peer);
    void out_of_descriptors();

    using ListeningSocket =
        boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol,
                                           boost::asio::io_context::executor_type>;
    Core& core_;
    boost::asio::io_context& context_;
    ListeningSocket socket_;
    Work work_;
    Timer pause_;
    int reserved_ = -1;
    bool paused_ = false;
    bool turned_away_ = false;  // for want of a descriptor
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace strata::http
