#include <utility>

#include "http/arrival_of.hpp"
#include "http/connection.hpp"

namespace strata::http {

namespace {
constexpr Refusal incomplete{400, "incomplete_request", "The request was not sent to its end"};
}

// Wants a read wherever there is room, also while a handler runs: it notices a reset, and takes in
// what a pipelining peer sends on.
void Connection::read() {
    if (phase_ == Phase::closed) return;
    if (fin_) return socket_.want_no_read();
    prepare_read();
    if (buffer_.spare().empty()) {
        held_back_ = true;
        return socket_.want_no_read();
    }
    socket_.want_read();
}

void Connection::prepare_read() {
    if (phase_ == Phase::lingering || phase_ == Phase::closing) buffer_.consume(buffer_.size());
    bool in_use = phase_ == Phase::serving;
    if (in_use && match_.endpoint->body_mode == BodyMode::streamed && !body_.is_complete()) {
        body_.close_gap(buffer_);
        if (body_.text(buffer_).empty()) {
            buffer_.reserve(parser_.head().size + ReadBuffer::stream_size);
        }
    }
    if (in_use) return;
    buffer_.compact();
    if (phase_ == Phase::body) body_.close_gap(buffer_);
    if (!buffer_.spare().empty()) return;
    buffer_.reserve(std::max(ReadBuffer::large_size, buffer_.capacity() * 2));
}

void Connection::on_readable() {
    auto self = shared_from_this();
    auto [got, bytes] = socket_.receive(buffer_.spare());
    switch (got) {
        case Got::bytes: return on_read(bytes);
        case Got::nothing: return;
        case Got::fin: return on_fin();
        case Got::reset: return lost();
    }
}

void Connection::on_read(std::size_t bytes) {
    core_.statistics.bytes_in += bytes;
    if (phase_ == Phase::closing || phase_ == Phase::lingering) return read();
    bool filled = buffer_.spare().size() == bytes;
    buffer_.commit(bytes);
    if (phase_ == Phase::upgrading) return;
    if (phase_ == Phase::serving) {
        progress_.notify_all();
        return read();
    }
    // A peer that fills the small buffer sends more than one small request: give it a large one.
    if (filled && phase_ == Phase::head) buffer_.reserve(ReadBuffer::large_size);
    if (!core_.lag.wants_arrival() || std::exchange(held_back_, false)) return process();
    const Arrival arrival(arrival_of(socket_.native_handle()));
    process();
}

void Connection::on_fin() {
    fin_ = true;
    if (phase_ == Phase::lingering) return close();
    if (phase_ == Phase::serving) {
        // Nobody asks for an event stream and then only listens no more: a page was closed.
        if (endless_) return lost();
        progress_.notify_all();
        return read();
    }
    if (phase_ != Phase::closing) process();
}

// While no read is wanted, a reset must still be noticed if a handler runs.
void Connection::on_reset() {
    if (phase_ != Phase::serving) return;
    auto self = shared_from_this();
    lost();
}

void Connection::process() {
    processing_ = true;
    while (phase_ == Phase::head || phase_ == Phase::body) {
        if (socket_.wants_write()) break;
        if (!(phase_ == Phase::head ? read_head() : read_body())) break;
        if (pending_output() > high_water) flush();
    }
    processing_ = false;
    settle();
}

auto Connection::read_head() -> bool {
    if (buffer_.empty()) return false;
    switch (parser_.parse(buffer_.view(), core_.head_limits)) {
        case Parsed::more: return false;
        case Parsed::refused: refuse(parser_.refusal()); return false;
        case Parsed::complete: begin_request(); return true;
    }
    return false;
}

auto Connection::read_body() -> bool {
    body_.advance(buffer_);
    if (discarding_) {
        body_.drop();
        if (body_.is_complete()) end_request();
        return phase_ == Phase::head;
    }
    if (body_.refusal()) {
        refuse(body_.refusal());
        return false;
    }
    if (!body_.is_complete()) return false;
    serve();
    return true;
}

void Connection::begin_request() {
    ++serial_;
    ++core_.statistics.requests;
    route();
    const RequestHead& head = parser_.head();
    std::uint64_t allowed = core_.limits.body;
    bool streamed = false;
    if (match_.endpoint != nullptr) {
        if (match_.endpoint->body_limit != 0) allowed = match_.endpoint->body_limit;
        streamed = match_.endpoint->body_mode == BodyMode::streamed;
    }
    body_.begin(head, allowed == UINT64_MAX ? 0 : allowed);
    if (rejection_ && head.expects_continue) return serve();
    body_.advance(buffer_);
    if (body_.refusal()) return refuse(body_.refusal());
    if (body_.is_complete() || (streamed && !rejection_)) return serve();
    phase_ = Phase::body;
    arm(Wait::body);
    if (head.expects_continue && !body_.has_begun()) output() += "HTTP/1.1 100 Continue\r\n\r\n";
}

// After all that can be done now: sends, and says what is waited for next.
void Connection::settle() {
    if (phase_ == Phase::closed || phase_ == Phase::lingering) return;
    bool sent = flush();
    if (phase_ == Phase::closed || !sent) return;
    if (phase_ == Phase::upgrading) return hand_over();
    if (phase_ == Phase::closing) return core_.cutting ? close() : linger();
    if (phase_ == Phase::serving) {
        arm_again();
        return read();
    }
    if (fin_) {
        if (has_said_nothing() || discarding_) return close();
        refuse(incomplete);
        return settle();
    }
    arm_again();
    read();
}

// The timeout of what is waited for now; one that runs already for it runs on.
void Connection::arm_again() {
    Wait wait = Wait::body;
    if (phase_ == Phase::serving) {
        if (waiting_ != Wait::nothing) return;
        bool bounded = !answered_ && match_.endpoint->timeout.count() > 0;
        return arm(bounded ? Wait::handler : Wait::nothing);
    }
    if (phase_ == Phase::head) {
        wait = buffer_.empty() && serial_ > 0 ? Wait::idle : Wait::head;
    }
    if (wait == Wait::idle || wait != waiting_) arm(wait);
}

}  // namespace strata::http
