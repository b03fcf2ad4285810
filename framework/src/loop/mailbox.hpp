#pragma once
// Mailbox: functions from any thread for the loop. A mutex-guarded vector, swapped by the loop, and
// an eventfd that is written only when the vector was empty.
#include <sys/eventfd.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cstdint>
#include <mutex>
#include <system_error>
#include <utility>
#include <vector>

#include "strata/loop/unique_function.hpp"

namespace strata {

class Mailbox final {
  public:
    explicit Mailbox(boost::asio::io_context& context)
        : fd_(open()), descriptor_(context.get_executor(), fd_) {}

    // Any thread.
    void put(UniqueFunction function) {
        bool was_empty = false;
        {
            std::lock_guard guard(mutex_);
            was_empty = functions_.empty();
            functions_.push_back(std::move(function));
        }
        if (was_empty) signal();
    }
    [[nodiscard]] auto empty() noexcept -> bool {
        std::lock_guard guard(mutex_);
        return functions_.empty();
    }
    // Loop thread: what has come, into an empty vector.
    void take(std::vector<UniqueFunction>& into) noexcept {
        std::lock_guard guard(mutex_);
        functions_.swap(into);
    }
    // Loop thread: calls `ring` once, when something came since the last one.
    template <class F>
    void wait(F ring) {
        descriptor_.async_read_some(boost::asio::buffer(&signals_, sizeof signals_),
                                    [ring](boost::system::error_code error, std::size_t) {
                                        if (!error) ring();
                                    });
    }

  private:
    static auto open() -> int {
        int fd = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (fd < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
        return fd;
    }
    void signal() noexcept {
        std::uint64_t one = 1;
        // Fails only when the counter is full, and then the loop is being woken already.
        [[maybe_unused]] auto written = ::write(fd_, &one, sizeof one);
    }

    const int fd_;  // owned by descriptor_
    std::uint64_t signals_ = 0;
    boost::asio::posix::basic_stream_descriptor<boost::asio::io_context::executor_type> descriptor_;
    std::mutex mutex_;
    std::vector<UniqueFunction> functions_;  // shared under the mutex
};

}  // namespace strata
