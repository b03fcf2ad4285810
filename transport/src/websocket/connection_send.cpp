#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "websocket/connection.hpp"

namespace strata::websocket {

void Connection::send(Opcode opcode, std::string_view head, std::string_view rest) {
    if (!admit()) return;
    if (queue_.size() >= hub_.settings.queue.bytes()) return overflow();
    ++hub_.core.statistics.web_socket.sent;
    if (deflates(head.size() + rest.size())) {
        std::string whole;
        if (!rest.empty()) whole.append(head).append(rest);
        compress(rest.empty() ? head : whole);
        append_frame(opcode, true, hub_.compressed, {});
    } else {
        append_frame(opcode, false, head, rest);
    }
    flush_later();
}

void Connection::send(std::shared_ptr<const Frame> frame) {
    if (!admit()) return;
    auto& statistics = hub_.core.statistics.web_socket;
    std::string_view bytes = shared_bytes(*frame);
    bool coalesces = kind_.slow_consumer == http::SlowConsumer::coalesce && !frame->key().empty();
    if (coalesces && queue_.replace(frame, bytes)) {
        ++statistics.coalesced;
        return;
    }
    if (queue_.size() >= hub_.settings.queue.bytes()) {
        if (kind_.slow_consumer != http::SlowConsumer::drop) return overflow();
        ++statistics.dropped;
        return;
    }
    ++statistics.sent;
    queue_.add(std::move(frame), bytes);
    flush_later();
}

// Whether something may be sent now; makes room in the queue if the socket has some.
auto Connection::admit() -> bool {
    if (phase_ != Phase::open) {
        ++hub_.core.statistics.web_socket.late_sends;
        return false;
    }
    message_ = hub_.core.loop.coarse_now();
    if (queue_.size() >= high_water && !socket_.wants_write()) flush();
    return phase_ == Phase::open;
}

void Connection::append_frame(Opcode opcode, bool compressed, std::string_view head,
                              std::string_view rest) {
    std::array<char, FrameHeader::max_sent_size> header;
    std::size_t size = write_header(header, opcode, compressed, head.size() + rest.size());
    queue_.own(hub_.core.outputs).append(header.data(), size).append(head).append(rest);
}

auto Connection::deflates(std::size_t size) const noexcept -> bool {
    return deflate_.enabled && size > 0 && size >= hub_.settings.deflate_min.bytes();
}

// Into hub_.compressed.
void Connection::compress(std::string_view message) {
    hub_.compressed.clear();
    if (!deflate_.server_takeover) {
        return hub_.deflater(deflate_.server_bits).deflate(message, hub_.compressed);
    }
    if (!deflater_) deflater_ = std::make_unique<Deflater>(deflate_.server_bits, true);
    deflater_->deflate(message, hub_.compressed);
}

// Compressed once for all, where nobody's window differs.
auto Connection::shared_bytes(const Frame& frame) -> std::string_view {
    constexpr int widest = 15;
    bool common = !deflate_.server_takeover && deflate_.server_bits == widest;
    if (!common || !deflates(frame.content().size())) return frame.bytes();
    return frame.compressed([this](std::string_view content, std::string& out) {
        hub_.deflater(widest).deflate(content, out);
    });
}

void Connection::flush_later() {
    if (!processing_ && !socket_.wants_write()) hub_.attend(attention_);
}

// Sends what is queued with as few calls as the socket allows.
void Connection::flush() {
    if (socket_.wants_write() || phase_ == Phase::closed || phase_ == Phase::opening) return;
    while (!queue_.empty()) {
        std::array<iovec, SendQueue::max_parts> parts;
        std::size_t count = queue_.gather(parts);
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        ssize_t bytes =
            count == 1 ? ::send(socket_.native_handle(), parts[0].iov_base, parts[0].iov_len,
                                MSG_NOSIGNAL | MSG_DONTWAIT)
                       : ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return wait_writable();
        if (bytes < 0) return lost();
        queue_.sent(static_cast<std::size_t>(bytes));
        bytes_out_ += static_cast<std::uint64_t>(bytes);
        hub_.core.statistics.bytes_out += static_cast<std::uint64_t>(bytes);
    }
    queue_.give_room(hub_.core.outputs);
}

void Connection::wait_writable() {
    // A goodbye has its own time, however slowly its way is cleared.
    if (waiting_ != Wait::close) arm(Wait::write);
    socket_.want_write();
}

void Connection::on_writable() {
    if (phase_ == Phase::closed) return;
    auto self = shared_from_this();
    flush();
    if (phase_ == Phase::closed || socket_.wants_write()) return;
    if (waiting_ == Wait::write) arm(phase_ == Phase::open ? Wait::alive : Wait::close);
    settle();
}

void Connection::wake_waiters() noexcept {
    while (WaitPlace* place = waiters_.pop_front()) place->waiter().complete_later();
}

}  // namespace strata::websocket
