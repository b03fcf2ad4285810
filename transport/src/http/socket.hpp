#pragma once
// Socket: a connected stream socket of any family, read and written without blocking. Loop thread.
//
// It asks the kernel for nothing that it was told already: a read that brought less than it had
// room for has emptied the socket, and the next one waits. Its owner is told from the loop, never
// from inside a call of this class.
#include <sys/epoll.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "strata/loop/descriptor_watch.hpp"

namespace strata::http {

// Owns a descriptor of a non-blocking socket.
class Descriptor final {
  public:
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor(const Descriptor&) = delete;
    auto operator=(const Descriptor&) -> Descriptor& = delete;
    auto operator=(Descriptor&& other) noexcept -> Descriptor& {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() { close(); }

    [[nodiscard]] auto number() const noexcept -> int { return number_; }
    void close() noexcept;

  private:
    int number_;
};

class SocketOwner {
  public:
    // What one read of a socket brought.
    enum class Got : std::uint8_t { bytes, nothing, fin, reset };
    struct Received {
        Got what;
        std::size_t bytes = 0;
    };

    virtual void on_readable() = 0;  // call receive() now
    virtual void on_writable() = 0;
    // An error that no read or write under way will meet.
    virtual void on_reset() = 0;

  protected:
    ~SocketOwner() = default;
};

class Socket final : private DescriptorWatch {
  public:
    Socket(EventLoop& loop, SocketOwner& owner) noexcept : DescriptorWatch(loop), owner_(owner) {}
    ~Socket() override { close(); }

    // From now on it is about this socket, and watched. Throws std::system_error.
    void open(Descriptor descriptor);
    void close() noexcept;
    // Watched no more, and somebody else's.
    [[nodiscard]] auto release() noexcept -> Descriptor;

    // on_readable(), once, when there is something to receive: bytes, FIN or an error.
    void want_read() noexcept;
    // on_reset() or nothing: there is no room for what could be received.
    void want_no_read() noexcept;
    [[nodiscard]] auto wants_read() const noexcept -> bool { return wants_read_; }
    // In on_readable(), with some room. After Got::nothing, a read is still wanted.
    [[nodiscard]] auto receive(std::span<char> room) noexcept -> SocketOwner::Received;

    // on_writable(), once. REQUIRES: a send has found no room.
    void want_write();
    [[nodiscard]] auto wants_write() const noexcept -> bool { return wants_write_; }

    [[nodiscard]] auto native_handle() const noexcept -> int { return descriptor_.number(); }

  private:
    static constexpr std::uint32_t broken = EPOLLERR | EPOLLHUP;
    // Behind these, a short read is not the last that brings something.
    static constexpr std::uint32_t ending = EPOLLRDHUP | EPOLLPRI | broken;
    static constexpr std::uint32_t incoming = EPOLLIN | EPOLLRDHUP | EPOLLPRI | EPOLLET;

    void on_events(std::uint32_t events) override;

    SocketOwner& owner_;
    Descriptor descriptor_{-1};
    std::uint32_t seen_ = 0;  // of `ending`
    bool readable_ = false;   // as far as the kernel has told
    bool wants_read_ = false;
    bool wants_write_ = false;
    bool watches_room_ = false;
};

}  // namespace strata::http
