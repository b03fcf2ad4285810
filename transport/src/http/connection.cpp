#include "http/connection.hpp"

#include <array>

#include "http/parse/chars.hpp"

namespace strata::http {

Connection::Connection(Core& core, std::string peer)
    : core_(core),
      socket_(core.loop, *this),
      place_(core, std::move(peer)),
      work_(core.loop),
      timeout_(*this),
      scope_(core.loop) {
    core_.open.push_back(*this);
}

Connection::~Connection() = default;

void Connection::start(Descriptor socket) {
    socket_.open(std::move(socket));
    self_ = shared_from_this();
    arm(Wait::head);
    read();
}

void Connection::start_refused(Descriptor socket, const Refusal& refusal) {
    socket_.open(std::move(socket));
    self_ = shared_from_this();
    ++core_.statistics.over_limit;
    refuse(refusal);
    settle();
}

void Connection::abandon() {
    auto self = shared_from_this();
    place_.give_up();
    unlink();
    phase_ = Phase::closed;
    timeout_.unlink();
    socket_.close();
    task_ = Task<void>();
    work_.release();
    self_.reset();
}

void Connection::end_when_idle(std::chrono::milliseconds grace) {
    held_up_ = phase_ == Phase::serving;
    if (held_up_ && endless_) {
        end_stream();
        close_after_ = true;
        scope_.cancel(CancelReason::shutdown);
    }
    if (phase_ != Phase::head || !buffer_.empty() || pending_output() > 0) return;
    waiting_ = Wait::idle;
    core_.wheel.arm(timeout_, grace);
}

auto Connection::cut() -> bool {
    auto self = shared_from_this();
    if (phase_ == Phase::serving && task_.is_valid() && !task_.is_done()) {
        if (!awaits_body_) {
            scope_.cancel(CancelReason::shutdown);
            return true;
        }
        // Half a request, as below, of a handler that reads its body itself.
        ++core_.drain_report.closed;
        broken_body_ = true;
        progress_.notify_all();
        return false;
    }
    if (pending_output() > 0) {
        close();
        return true;
    }
    ++core_.drain_report.closed;
    if (phase_ == Phase::body || (phase_ == Phase::head && !buffer_.empty())) {
        refuse({408, "request_timeout", "The request did not come in time"});
        flush();
    }
    close();
    return false;
}

auto Connection::endpoint_name() const -> std::string {
    return match_.endpoint != nullptr ? match_.endpoint->name : std::string();
}

auto Connection::serving_for() const -> std::chrono::milliseconds {
    return std::chrono::duration_cast<std::chrono::milliseconds>(EventLoop::now() - began_);
}

auto Connection::client() -> std::string {
    if (core_.trusted_proxies.empty()) return peer();
    // All lines, in order: the last one is the proxy's own, an earlier one may be the client's.
    std::array<std::string, 2> chains;
    head().each([&chains](FieldView field) {
        bool standard = equal_text(field.name, known_name(Known::forwarded));
        if (!standard && !equal_text(field.name, known_name(Known::x_forwarded_for))) return;
        std::string& chain = chains[standard ? 0 : 1];
        if (!chain.empty()) chain += ',';
        chain += field.value;
    });
    return core_.trusted_proxies.client(peer(), chains[0], chains[1]);
}

}  // namespace strata::http
