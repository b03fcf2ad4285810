#pragma once
// Poller: an epoll instance of one loop for all of its DescriptorWatches. To Asio it is one more
// descriptor, which can be read while something is ready. Loop thread.
#include <sys/epoll.h>

#include <array>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cstddef>

#include "strata/loop/descriptor_watch.hpp"

namespace strata {

class Poller final : public boost::asio::execution_context::service {
  public:
    static inline boost::asio::execution_context::id id;

    // Throws std::system_error.
    explicit Poller(boost::asio::io_context& context);

    void add(DescriptorWatch& watch, std::uint32_t events);
    void change(DescriptorWatch& watch, std::uint32_t events);
    void remove(DescriptorWatch& watch) noexcept;
    void call_again(DescriptorWatch& watch) noexcept;

  private:
    static constexpr std::size_t batch = 128;
    static constexpr std::size_t few = 4;

    void shutdown() noexcept override {}
    void wait();
    // What is ready now, once each; how much it was.
    auto turn() -> std::size_t;
    static void tell(DescriptorWatch& watch, std::uint32_t events) noexcept;

    boost::asio::io_context& context_;
    const int epoll_;  // owned by descriptor_
    boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> descriptor_;
    std::array<epoll_event, batch> events_;
    std::size_t next_ = 0;  // of events_, in turn()
    std::size_t end_ = 0;
    IntrusiveList<DescriptorWatch> again_;
    bool turn_scheduled_ = false;
};

}  // namespace strata
