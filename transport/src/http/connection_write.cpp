#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cerrno>

#include "http/connection.hpp"
#include "http/head_writer.hpp"
#include "http/status.hpp"

namespace strata::http {

namespace {

// More than all literals, numbers and the reason of a head together.
constexpr std::size_t head_room = 256;

void put_status_line(HeadWriter& writer, int status) {
    writer.put("HTTP/1.1 ");
    writer.put(static_cast<std::uint64_t>(status));
    writer.put(" ");
    writer.put(reason_phrase(status));
    writer.put("\r\n");
}

}  // namespace

// Decided when the head of the answer is written, not when the request began: a drain may have
// begun meanwhile, and a body that nobody read must not be taken for the next request.
auto Connection::keeps_alive() -> bool {
    if (close_after_ || phase_ != Phase::serving) return false;
    if (!parser_.head().keep_alive) return false;
    body_.advance(buffer_);
    if (core_.draining) return body_.is_complete() && owes_more();
    return !body_.refusal() && (body_.is_complete() || can_discard_body());
}

// Pipelined requests that were there when the drain's first answer was written are answered too:
// the last of them closes. What comes later is not waited for, or a peer that never pauses would
// hold up the drain.
auto Connection::owes_more() -> bool {
    int unread = 0;
    if (::ioctl(socket_.native_handle(), FIONREAD, &unread) != 0) unread = 0;
    if (!owed_) owed_ = buffer_.size() + static_cast<std::size_t>(unread);
    if (*owed_ <= body_.end()) return false;
    RequestParser next;
    std::string_view behind = buffer_.view().substr(body_.end());
    return unread > 0 || next.parse(behind, core_.head_limits) == Parsed::complete;
}

// Whether the rest of the body is known to come, and is little enough to be read away.
auto Connection::can_discard_body() const noexcept -> bool {
    bool comes = !parser_.head().expects_continue || continued_ || body_.has_begun();
    return comes && body_.declared_rest() <= ReadBuffer::stream_size;
}

void Connection::write_head(std::string& out, int status, std::string_view content_type,
                            std::optional<std::uint64_t> length, std::string_view content) {
    std::string cross_origin;
    if (core_.cross_origin.is_enabled() && phase_ == Phase::serving) {
        core_.cross_origin.describe(head(), cross_origin);
    }
    close_after_ = !keeps_alive();
    std::size_t before = out.size();
    std::size_t room = head_room + core_.ok_head().size() + content_type.size() +
                       cross_origin.size() + fields_.lines().size() + content.size();
    out.resize_and_overwrite(before + room, [&](char* data, std::size_t) {
        HeadWriter writer(data + before);
        if (status == 200) {
            writer.put(core_.ok_head());
        } else {
            put_status_line(writer, status);
            writer.put(core_.common_lines());
        }
        put_content(writer, status, content_type, length);
        writer.put(cross_origin);
        writer.put(fields_.lines());
        if (close_after_) writer.put("Connection: close\r\n");
        if (!close_after_ && parser_.head().http_1_0) writer.put("Connection: keep-alive\r\n");
        writer.put("\r\n");
        writer.put(content);
        return static_cast<std::size_t>(writer.cursor() - data);
    });
    answered_ = true;
    status_ = static_cast<std::uint16_t>(status);
    if (waiting_ == Wait::handler) arm(Wait::nothing);
    count_answer(status);
}

void Connection::put_content(HeadWriter& writer, int status, std::string_view content_type,
                             std::optional<std::uint64_t> length) const {
    if (!content_type.empty() && !fields_.has_content_type()) {
        writer.put("Content-Type: ");
        writer.put(content_type);
        writer.put("\r\n");
    }
    if (chunked_) {
        writer.put("Transfer-Encoding: chunked\r\n");
    } else if (length && !is_bodiless(status)) {
        writer.put("Content-Length: ");
        writer.put(*length);
        writer.put("\r\n");
    }
}

void Connection::count_answer(int status) {
    Statistics& counters = core_.statistics;
    if (status < 300) {
        ++counters.answers_2xx;
    } else if (status < 400) {
        ++counters.answers_3xx;
    } else if (status < 500) {
        ++counters.answers_4xx;
    } else {
        ++counters.answers_5xx;
    }
}

void Connection::respond(int status, std::string_view content_type, std::string_view content) {
    if (content.size() >= core_.settings.compression_min && core_.settings.compression) {
        begin_content().append(content);
        return end_content(status, content_type);
    }
    std::optional<std::uint64_t> length;
    if (!is_bodiless(status)) length = content.size();
    bool sends_content = length && parser_.head().verb != Verb::head;
    write_head(output(), status, content_type, length,
               sends_content ? content : std::string_view());
}

auto Connection::begin_content() -> std::string& {
    content_open_ = true;
    mark_ = output().size();
    return output();
}

void Connection::end_content(int status, std::string_view content_type) {
    content_open_ = false;
    if (is_bodiless(status)) output().resize(mark_);
    compress_content(content_type);
    std::string answer_head;
    write_head(answer_head, status, content_type, output().size() - mark_);
    if (parser_.head().verb == Verb::head) output().resize(mark_);
    output().insert(mark_, answer_head);
}

void Connection::abandon_content() {
    content_open_ = false;
    output().resize(mark_);
}

auto Connection::pending_output() const noexcept -> std::size_t {
    if (!output_) return 0;
    return (content_open_ ? mark_ : output_->size()) - sent_;
}

// Sends what is ready with as few calls as the socket allows. True: all is sent.
auto Connection::flush() -> bool {
    if (phase_ == Phase::closed) return false;
    if (!output_) return true;
    std::size_t end = content_open_ ? mark_ : output_->size();
    while (sent_ < end) {
        ssize_t bytes = ::send(socket_.native_handle(), output_->data() + sent_, end - sent_,
                               MSG_NOSIGNAL | MSG_DONTWAIT);
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            wait_writable();
            return false;
        }
        if (bytes < 0) {
            lost();
            return false;
        }
        sent_ += static_cast<std::size_t>(bytes);
        core_.statistics.bytes_out += static_cast<std::uint64_t>(bytes);
    }
    output_->erase(0, end);
    sent_ = mark_ = 0;
    if (output_->empty() && !content_open_) core_.outputs.take_back(std::move(output_));
    return true;
}

void Connection::wait_writable() {
    if (socket_.wants_write()) return;
    arm(Wait::write);
    socket_.want_write();
}

void Connection::on_writable() {
    if (phase_ == Phase::closed || phase_ == Phase::lingering) return;
    auto self = shared_from_this();
    flush();
    if (socket_.wants_write() || phase_ == Phase::closed) return;
    arm(Wait::nothing);
    progress_.notify_all();
    process();
}

}  // namespace strata::http
