#include "websocket/handler_session.hpp"

#include <exception>
#include <utility>

namespace strata::websocket {

void HandlerSession::on_open() {
    kept_ = connection_.lock();
    began_ = kept_->hub().core.loop.coarse_now();
    task_ = begin_();
    begin_ = nullptr;
    bool done = task_.start(
        scope_, [](void* session) noexcept { static_cast<HandlerSession*>(session)->ended(); },
        this);
    if (done) ended();
}

// The handler has ended, in whatever way. This may be destroyed with the last line.
void HandlerSession::ended() noexcept {
    std::shared_ptr<Connection> connection = std::move(kept_);
    try {
        task_.take();
        if (connection->is_open()) {
            connection->close(static_cast<std::uint16_t>(CloseCode::normal), {});
        }
    } catch (const Cancelled&) {
        // Whoever cancelled it ends the connection too.
    } catch (...) {
        connection->report_failure();
    }
}

void HandlerSession::on_closed(bool in_order) noexcept {
    auto connection = kept_;
    if (!in_order) scope_.cancel(CancelReason::disconnect);
    inbox_.end();
}

auto HandlerSession::cut() -> std::vector<runtime::DrainedCall> {
    std::vector<runtime::DrainedCall> calls;
    if (!kept_) return calls;
    auto running = kept_->hub().core.loop.coarse_now() - began_;
    bool waits_only = inbox_.is_asked();
    scope_.cancel(CancelReason::shutdown);
    if (waits_only) return calls;
    calls.emplace_back(kept_->name(),
                       std::chrono::duration_cast<std::chrono::milliseconds>(running));
    return calls;
}

}  // namespace strata::websocket
