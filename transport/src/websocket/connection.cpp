#include "websocket/connection.hpp"

#include <cstring>
#include <exception>
#include <utility>

#include "http/arrival_of.hpp"
#include "strata/loop/activity.hpp"

namespace strata::websocket {

Connection::Connection(Hub& hub, const ConnectionKind& kind, const DeflateParameters& deflate)
    : hub_(hub),
      kind_(kind),
      deflate_(deflate),
      socket_(hub.core.loop, *this),
      timeout_(*this),
      attention_(*this),
      reader_(kind.limits, deflate.enabled ? this : nullptr) {}

Connection::~Connection() {
    if (counted_) --hub_.core.statistics.web_socket.open;
}

void Connection::take_over(http::Descriptor socket, http::Place place, std::string_view unread) {
    socket_.open(std::move(socket));
    self_ = shared_from_this();
    place_ = std::move(place);
    work_ = Work(hub_.core.loop);
    hub_.open.push_back(*this);
    counted_ = true;
    ++hub_.core.statistics.web_socket.open;
    ++hub_.core.statistics.web_socket.opened;
    phase_ = Phase::open;
    began_ = heard_ = message_ = hub_.core.loop.coarse_now();
    buffer_.reserve(unread.size());
    std::memcpy(buffer_.spare().data(), unread.data(), unread.size());
    buffer_.commit(unread.size());
    bytes_in_ += unread.size();
    arm(Wait::alive);
    if (hub_.is_going_away()) go_away(std::chrono::milliseconds(0));
    processing_ = true;
    try {
        session_->on_open();
    } catch (...) {
        report_failure();
    }
    processing_ = false;
    attend();
}

// In its turn, for whatever was asked for meanwhile.
void Connection::attend() {
    if (phase_ == Phase::opening) return;
    auto self = shared_from_this();
    process();
    settle();
    if (phase_ == Phase::closed && !told_) tell_closed();
    if (phase_ == Phase::closed && holds_ == 0) self_.reset();
}

// Wants a read wherever there is room, also while paused: it notices the peer's end, and control
// frames.
void Connection::read() {
    if (phase_ == Phase::closed) return;
    if (phase_ == Phase::lingering || phase_ == Phase::finishing) {
        if (peer_ended_) return socket_.want_no_read();
        buffer_.consume(pauses_ > 0 ? 0 : buffer_.size());
    }
    if (pauses_ == 0 && buffer_.empty()) buffer_.compact();
    if (buffer_.spare().empty()) {
        held_back_ = true;
        return socket_.want_no_read();
    }
    socket_.want_read();
}

void Connection::on_readable() {
    auto self = shared_from_this();
    auto [got, bytes] = socket_.receive(buffer_.spare());
    switch (got) {
        case Got::bytes: return on_read(bytes);
        case Got::nothing: return;
        case Got::fin: return on_peer_end();
        case Got::reset: return lost();
    }
}

void Connection::on_read(std::size_t bytes) {
    heard_ = hub_.core.loop.coarse_now();
    bytes_in_ += bytes;
    hub_.core.statistics.bytes_in += bytes;
    bool filled = buffer_.spare().size() == bytes;
    if (phase_ == Phase::lingering) return read();
    buffer_.commit(bytes);
    process_read();
    // A peer that fills the small buffer sends more than one small message: give it a large one.
    if (filled && pauses_ == 0 && !buffer_.is_large()) {
        buffer_.reserve(http::ReadBuffer::large_size);
        if (waiting_ == Wait::alive) arm(Wait::alive);
    }
    settle();
}

void Connection::on_reset() {
    auto self = shared_from_this();
    lost();
}

void Connection::process_read() {
    if (!hub_.core.lag.wants_arrival() || std::exchange(held_back_, false)) return process();
    const Arrival arrival(http::arrival_of(socket_.native_handle()));
    process();
}

void Connection::process() {
    if (processing_) return;
    processing_ = true;
    while (phase_ == Phase::open || phase_ == Phase::closing) {
        MessageReader::Found found = reader_.read(buffer_.data(), buffer_.size());
        buffer_.consume(reader_.used());
        if (found == MessageReader::Found::nothing) break;
        handle(found);
        if (buffer_.empty() && reader_.needs_bytes()) break;
    }
    processing_ = false;
}

void Connection::handle(MessageReader::Found found) {
    switch (found) {
        case MessageReader::Found::text: return on_message(true);
        case MessageReader::Found::binary: return on_message(false);
        case MessageReader::Found::ping:
            ++hub_.core.statistics.web_socket.pings;
            if (phase_ == Phase::open) append_frame(Opcode::pong, false, reader_.content(), {});
            if (queue_.size() > hub_.settings.queue.bytes()) overflow();
            return;
        case MessageReader::Found::close: return on_peer_close();
        case MessageReader::Found::failure: return fail(reader_.failure());
        default: return;
    }
}

void Connection::on_message(bool is_text) {
    ++hub_.core.statistics.web_socket.received;
    if (phase_ != Phase::open) return;
    message_ = hub_.core.loop.coarse_now();
    const Activity activity(kind_.name);
    tell(reader_.content(), is_text ? &Session::on_text : &Session::on_binary);
}

void Connection::tell(std::string_view content,
                      void (Session::*callback)(std::string_view)) noexcept {
    try {
        (session_.get()->*callback)(content);
    } catch (...) {
        report_failure();
    }
}

// REQUIRES: an exception is being handled.
void Connection::report_failure() noexcept {
    hub_.core.loop.report_failure(std::current_exception(), kind_.name);
    if (phase_ != Phase::open) return;
    append_close(static_cast<std::uint16_t>(CloseCode::internal_error), "Something went wrong");
    phase_ = Phase::closing;
    arm(Wait::close);
    flush_later();
}

void Connection::pause() {
    ++pauses_;
    reader_.hold(true);
}

void Connection::resume() {
    if (pauses_ == 0 || --pauses_ > 0) return;
    reader_.hold(false);
    if (!processing_) hub_.attend(attention_);
}

void Connection::release() {
    if (holds_ == 0 || --holds_ > 0) return;
    if (leaving_ && waiting_ != Wait::leave) {
        close(static_cast<std::uint16_t>(CloseCode::going_away), "The service is shutting down");
    }
    hub_.attend(attention_);
}

auto Connection::inflate(std::string_view piece, std::string& out, std::uint64_t limit,
                         Failure& failure) -> bool {
    if (!inflater_ && deflate_.client_takeover) {
        inflater_ =
            std::make_unique<Inflater>(deflate_.client_bits, true, hub_.settings.deflate_ratio);
    } else if (!inflater_) {
        inflater_ = hub_.take_inflater(deflate_.client_bits);
    }
    return inflater_->inflate(piece, out, limit, failure);
}

auto Connection::finish(std::string& out, std::uint64_t limit, Failure& failure) -> bool {
    bool good = inflater_->finish(out, limit, failure);
    if (!deflate_.client_takeover) hub_.give_back(std::move(inflater_));
    return good;
}

}  // namespace strata::websocket
