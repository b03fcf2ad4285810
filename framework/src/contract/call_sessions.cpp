#include "strata/contract/call_sessions.hpp"

#include <stdexcept>
#include <utility>

#include "contract/dispatcher_state.hpp"
#include "strata/contract/invocation.hpp"

namespace strata {

auto CallSessions::default_db() -> Db* {
    return invocation_->has_database() ? &invocation_->db() : nullptr;
}

auto CallSessions::start(Uuid account, std::string login, std::vector<std::string> groups)
    -> Task<std::string> {
    return start_in(default_db(), account, std::move(login), std::move(groups));
}
auto CallSessions::start(Db& db, Uuid account, std::string login, std::vector<std::string> groups)
    -> Task<std::string> {
    return start_in(&db, account, std::move(login), std::move(groups));
}
auto CallSessions::end() -> Task<> { return end_in(default_db()); }
auto CallSessions::end(Db& db) -> Task<> { return end_in(&db); }
auto CallSessions::end_all(Uuid account) -> Task<> { return end_all_in(default_db(), account); }
auto CallSessions::end_all(Db& db, Uuid account) -> Task<> { return end_all_in(&db, account); }
auto CallSessions::set_groups(Uuid account, std::vector<std::string> groups) -> Task<> {
    return set_groups_in(default_db(), account, std::move(groups));
}
auto CallSessions::set_groups(Db& db, Uuid account, std::vector<std::string> groups) -> Task<> {
    return set_groups_in(&db, account, std::move(groups));
}

// An idempotency key's answer is stored: a token must not be part of it.
auto CallSessions::start_in(Db* db, Uuid account, std::string login,
                            std::vector<std::string> groups) -> Task<std::string> {
    if (invocation_->method().idempotency_key) {
        throw std::logic_error("sessions().start() in a method with `idempotency: key`");
    }
    Caller caller{account, std::move(login), std::move(groups)};
    auto& sessions = invocation_->dispatcher().sessions();
    auto start = sessions.start(db, std::move(caller), invocation_->session(), invocation_->peer());
    auto started = co_await start;
    invocation_->add(std::move(started.effect), started.token);
    co_return std::move(started.token);
}

auto CallSessions::end_in(Db* db) -> Task<> {
    if (!invocation_->session()) co_return;
    auto end = invocation_->dispatcher().sessions().end(db, *invocation_->session());
    auto effect = co_await end;
    invocation_->add(std::move(effect), {});
}

auto CallSessions::end_all_in(Db* db, Uuid account) -> Task<> {
    auto end = invocation_->dispatcher().sessions().end_all(db, account);
    auto effect = co_await end;
    invocation_->add(std::move(effect), {});
}

auto CallSessions::set_groups_in(Db* db, Uuid account, std::vector<std::string> groups) -> Task<> {
    auto set = invocation_->dispatcher().sessions().set_groups(db, account, std::move(groups));
    auto effect = co_await set;
    invocation_->add(std::move(effect), {});
}

}  // namespace strata
