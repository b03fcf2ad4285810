#include "strata/context.hpp"

#include "contract/dispatcher_state.hpp"
#include "strata/contract/invocation.hpp"

namespace strata {

auto Context::db() -> Db& { return invocation_->db(); }
auto Context::caller() const noexcept -> const Caller& { return invocation_->caller(); }
auto Context::now() -> Timestamp { return invocation_->dispatcher().clock().now(); }
auto Context::new_id() -> Uuid { return invocation_->dispatcher().ids().next(); }
auto Context::request_id() const -> std::string_view { return invocation_->request_id(); }
auto Context::traceparent() const -> std::string_view { return invocation_->traceparent(); }
auto Context::time_left() const -> std::chrono::milliseconds { return invocation_->time_left(); }
auto Context::sessions() noexcept -> CallSessions& { return invocation_->sessions(); }
auto Context::passwords() noexcept -> security::Passwords& {
    return invocation_->dispatcher().passwords();
}
auto Context::session_topic() const -> Topic {
    const auto& session = invocation_->session();
    return Topic(session ? contract::Clients::session_topic(*session) : "@session/none");
}

auto Context::workers() noexcept -> WorkerPool& { return invocation_->dispatcher().workers(); }
auto Context::job_name() const noexcept -> std::string_view { return invocation_->method().name; }

auto Context::lock(std::string key) -> Task<> {
    return invocation_->lock(std::vector<std::string>(1, std::move(key)));
}
auto Context::lock(std::vector<std::string> keys) -> Task<> {
    return invocation_->lock(std::move(keys));
}

auto Context::sleep(std::chrono::nanoseconds duration) -> Sleep {
    return strata::sleep(invocation_->scope().loop(), duration);
}

void Context::emit_encoded(Topic topic, std::string_view module, std::string_view name,
                           std::string data) {
    invocation_->emit(std::move(topic), module, name, std::move(data));
}

}  // namespace strata
