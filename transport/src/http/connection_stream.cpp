#include <array>
#include <charconv>

#include "http/connection.hpp"
#include "strata/http/body_error.hpp"

namespace strata::http {

void Connection::begin_stream(int status, std::string_view content_type,
                              std::optional<std::uint64_t> length) {
    bool http_1_0 = parser_.head().http_1_0;
    chunked_ = !length && !http_1_0;
    if (!length && http_1_0) close_after_ = true;
    write_head(output(), status, content_type, length);
    streaming_ = true;
    endless_ = content_type == "text/event-stream";
    if (parser_.head().verb == Verb::head) chunked_ = false;
    stream_left_ = parser_.head().verb == Verb::head ? 0 : length.value_or(0);
}

auto Connection::write(std::string_view bytes) -> bool {
    if (!is_open() || !streaming_) return false;
    if (bytes.empty() || parser_.head().verb == Verb::head) return true;
    if (chunked_) {
        std::array<char, 16> size;
        auto end = std::to_chars(size.data(), size.data() + size.size(), bytes.size(), 16).ptr;
        output().append(size.data(), end).append("\r\n").append(bytes).append("\r\n");
    } else {
        if (stream_left_ > 0) bytes = bytes.substr(0, stream_left_);
        if (stream_left_ > 0 || close_after_) output().append(bytes);
        stream_left_ -= std::min<std::uint64_t>(stream_left_, bytes.size());
    }
    if (!processing_ || pending_output() > high_water) {
        if (!socket_.wants_write()) flush();
    }
    return is_open();
}

void Connection::end_stream() {
    if (!streaming_) return;
    streaming_ = false;
    if (chunked_) output().append("0\r\n\r\n");
    chunked_ = false;
}

auto Connection::drained() -> Task<bool> {
    if (!socket_.wants_write() && pending_output() > 0) flush();
    while (socket_.wants_write() && is_open()) co_await progress_.wait();
    co_return is_open();
}

auto Connection::next_chunk() -> Task<std::string> {
    if (body_window_ == 0) body_budget_ = core_.settings.body_timeout;
    if (parser_.head().expects_continue && !answered_ && !body_.has_begun() && !continued_) {
        continued_ = true;
        output() += "HTTP/1.1 100 Continue\r\n\r\n";
        flush();
    }
    while (true) {
        body_.advance(buffer_);
        if (body_.refusal()) {
            Refusal refusal = body_.refusal();
            throw BodyError(refusal.status, refusal.code, refusal.message);
        }
        std::string chunk(body_.text(buffer_));
        body_.drop();
        if (!chunk.empty() || body_.is_complete()) {
            count_window(chunk.size());
            read();
            co_return chunk;
        }
        if (!is_open()) throw BodyError(400, "incomplete_request", "The peer is gone");
        if (fin_) throw BodyError(400, "incomplete_request", "The body was not sent to its end");
        if (broken_body_) throw BodyError(408, "request_timeout", "The body did not come in time");
        read();
        EventLoop::TimePoint since = EventLoop::now();
        if (!socket_.wants_write()) arm(Wait::body);
        awaits_body_ = true;
        co_await progress_.wait();
        awaits_body_ = false;
        if (waiting_ == Wait::body) {
            waiting_ = Wait::nothing;
            if (phase_ == Phase::serving) arm_again();
        }
        body_budget_ -=
            std::chrono::duration_cast<std::chrono::milliseconds>(EventLoop::now() - since);
        if (body_budget_.count() < 1) body_budget_ = std::chrono::milliseconds(1);
    }
}

// Time for a streamed body is counted while it is waited for, and anew for each window of it.
void Connection::count_window(std::size_t bytes) {
    body_window_ += static_cast<std::uint32_t>(bytes);
    if (body_window_ < ReadBuffer::stream_size) return;
    body_window_ = 0;
    body_budget_ = core_.settings.body_timeout;
}

}  // namespace strata::http
