#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>

#include "http/connection.hpp"
#include "http/status.hpp"

namespace strata::http {

namespace {

void append_number(std::string& out, std::uint64_t value) {
    std::array<char, 20> digits;
    auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void append_status_line(std::string& out, int status) {
    if (status == 200) {
        out.append("HTTP/1.1 200 OK\r\n");
        return;
    }
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::uint64_t>(status));
    out.append(" ").append(reason_phrase(status)).append("\r\n");
}

}  // namespace

// Decided when the head of the answer is written, not when the request began: a drain may have
// begun meanwhile, and a body that nobody read must not be taken for the next request.
auto Connection::keeps_alive() -> bool {
    if (close_after_ || core_.draining || phase_ != Phase::serving) return false;
    if (!parser_.head().keep_alive) return false;
    body_.advance(buffer_);
    return body_.is_complete() && !body_.refusal();
}

void Connection::write_head(std::string& out, int status, std::string_view content_type,
                            std::optional<std::uint64_t> length) {
    append_status_line(out, status);
    out.append(core_.date_line());
    if (!content_type.empty() && !fields_.has_content_type()) {
        out.append("Content-Type: ").append(content_type).append("\r\n");
    }
    if (chunked_) {
        out.append("Transfer-Encoding: chunked\r\n");
    } else if (length && !is_bodiless(status)) {
        out.append("Content-Length: ");
        append_number(out, *length);
        out.append("\r\n");
    }
    out.append(core_.common_fields);
    bool has_head = phase_ == Phase::serving;
    if (has_head && core_.cross_origin.is_enabled()) core_.cross_origin.describe(head(), out);
    out.append(fields_.lines());
    if (!keeps_alive()) {
        close_after_ = true;
        out.append("Connection: close\r\n");
    } else if (parser_.head().http_1_0) {
        out.append("Connection: keep-alive\r\n");
    }
    out.append("\r\n");
    answered_ = true;
    if (waiting_ == Wait::handler) arm(Wait::nothing);
    count_answer(status);
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
    write_head(output_, status, content_type, length);
    if (parser_.head().verb != Verb::head && length) output_.append(content);
}

auto Connection::begin_content() -> std::string& {
    content_open_ = true;
    mark_ = output_.size();
    return output_;
}

void Connection::end_content(int status, std::string_view content_type) {
    content_open_ = false;
    if (is_bodiless(status)) output_.resize(mark_);
    compress_content(content_type);
    std::string answer_head;
    write_head(answer_head, status, content_type, output_.size() - mark_);
    if (parser_.head().verb == Verb::head) output_.resize(mark_);
    output_.insert(mark_, answer_head);
}

void Connection::abandon_content() {
    content_open_ = false;
    output_.resize(mark_);
}

auto Connection::pending_output() const noexcept -> std::size_t {
    return (content_open_ ? mark_ : output_.size()) - sent_;
}

// Sends what is ready with as few calls as the socket allows. True: all is sent.
auto Connection::flush() -> bool {
    if (phase_ == Phase::closed) return false;
    std::size_t end = content_open_ ? mark_ : output_.size();
    while (sent_ < end) {
        ssize_t bytes = ::send(socket_.native_handle(), output_.data() + sent_, end - sent_,
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
    output_.erase(0, end);
    sent_ = mark_ = 0;
    return true;
}

void Connection::wait_writable() {
    if (writing_) return;
    writing_ = true;
    arm(Wait::write);
    socket_.async_wait(Socket::wait_write,
                       [self = shared_from_this()](const boost::system::error_code& error) {
                           self->on_writable(error);
                       });
}

void Connection::on_writable(const boost::system::error_code& error) {
    writing_ = false;
    if (phase_ == Phase::closed || phase_ == Phase::lingering) return;
    if (!error) flush();
    if (writing_ || phase_ == Phase::closed) return;
    arm(Wait::nothing);
    progress_.notify_all();
    process();
}

}  // namespace strata::http
