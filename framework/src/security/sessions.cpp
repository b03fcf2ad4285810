#include "strata/security/sessions.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "data/in_time.hpp"
#include "security/client_network.hpp"
#include "security/session_statements.hpp"
#include "strata/data/error.hpp"
#include "strata/log/log.hpp"

namespace strata::security {

namespace {

using std::chrono::seconds;

auto octets(const TokenHash& hash) -> Bytes { return {hash.bytes.begin(), hash.bytes.end()}; }

}  // namespace

Sessions::Sessions(data::Database* database, SessionStore store, const SessionSettings& settings,
                   Clock& clock, Random& random)
    : database_(settings.store == SessionStoreKind::memory ? nullptr : database),
      store_(store),
      settings_(settings),
      clock_(clock),
      random_(random),
      cache_(settings.cache) {}

auto Sessions::recall(const TokenHash& hash) -> std::shared_ptr<const Caller> {
    Session* session = cache_.find(hash);
    if (session == nullptr) return nullptr;
    const auto now = clock_.now();
    if (expired(*session, now) || refresh_due(*session, now)) return nullptr;
    return session->caller;
}

auto Sessions::find(TokenHash hash, Look look) -> Task<std::shared_ptr<const Caller>> {
    std::optional<Session> found;
    const auto revocations = revocations_;
    if (const Session* known = cache_.find(hash)) {
        found = *known;
    } else if (database_ != nullptr) {
        Db db(*database_, data::Transaction::read);
        auto search =
            db.optional<Session>(statements::find, &statements::read_session, octets(hash));
        found = co_await data::in_time(std::move(search));
    }
    const auto now = clock_.now();
    if (!found || expired(*found, now)) {
        cache_.erase(hash);
        co_return nullptr;
    }
    const bool due = look == Look::call && refresh_due(*found, now);
    if (due) found->seen_at = now;
    const bool memorable = store_ == SessionStore::own || database_ == nullptr;
    if (memorable && revocations == revocations_) cache_.insert(*found);
    if (due && database_ != nullptr) co_await refresh(hash, now);
    co_return found->caller;
}

auto Sessions::expired(const Session& session, Timestamp now) const -> bool {
    return now >= session.expires_at || now - session.seen_at >= settings_.idle_timeout;
}

// Rarely: a twentieth of the idle time may pass unrecorded.
auto Sessions::refresh_due(const Session& session, Timestamp now) const -> bool {
    return now - session.seen_at >= settings_.idle_timeout / 20.0;
}

// A session whose last call isn't recorded is still a session: the caller is served.
auto Sessions::refresh(TokenHash hash, Timestamp now) -> Task<> {
    try {
        Db db(*database_, data::Transaction::write, EventLoop::now() + data::answer_time);
        auto touch = db.execute(statements::touch, octets(hash), now);
        co_await touch;
        co_await db.commit();
    } catch (const data::DatabaseError& error) {
        log::warning("a session's last call was not recorded", {{"reason", error.what()}});
    }
}

auto Sessions::start(Db* db, Caller caller, std::optional<TokenHash> previous,
                     std::string_view address) -> Task<Started> {
    Started started(make_token(random_), SessionEffect());
    SessionEffect& effect = started.effect;
    effect.kind = SessionEffect::Kind::started;
    effect.ended = previous;
    Session& session = effect.session;
    session.hash = *hash_token(started.token);
    session.created_at = session.seen_at = clock_.now();
    session.expires_at = session.created_at + settings_.lifetime;
    session.caller = std::make_shared<const Caller>(std::move(caller));
    session.client = client_network(address);
    if (in_table(db) != nullptr) {
        if (previous) co_await db->execute(statements::erase, octets(*previous));
        co_await insert(*db, session);
    }
    co_return started;
}

auto Sessions::insert(Db& db, const Session& session) -> Task<> {
    const Caller& who = *session.caller;
    auto row = db.execute(statements::insert, octets(session.hash), who.id, who.login,
                          statements::groups_text(who.groups), session.created_at, session.seen_at,
                          session.expires_at, session.client);
    co_await row;
    co_await db.execute(statements::trim_account, who.id,
                        static_cast<std::int64_t>(settings_.per_account));
    if (settings_.per_client == 0 || session.client.empty()) co_return;
    co_await db.execute(statements::trim_client, session.client,
                        static_cast<std::int64_t>(settings_.per_client));
}

auto Sessions::end(Db* db, TokenHash hash) -> Task<SessionEffect> {
    if (in_table(db) != nullptr) co_await db->execute(statements::erase, octets(hash));
    SessionEffect effect;
    effect.kind = SessionEffect::Kind::ended;
    effect.ended = hash;
    co_return effect;
}

auto Sessions::end_all(Db* db, Uuid account) -> Task<SessionEffect> {
    if (in_table(db) != nullptr) co_await db->execute(statements::erase_account, account);
    SessionEffect effect;
    effect.kind = SessionEffect::Kind::all_ended;
    effect.account = account;
    co_return effect;
}

auto Sessions::set_groups(Db* db, Uuid account, std::vector<std::string> groups)
    -> Task<SessionEffect> {
    if (in_table(db) != nullptr) {
        auto update = db->execute(statements::set_groups, account, statements::groups_text(groups));
        co_await update;
    }
    SessionEffect effect;
    effect.kind = SessionEffect::Kind::groups_set;
    effect.account = account;
    effect.groups = std::move(groups);
    co_return effect;
}

void Sessions::committed(const SessionEffect& effect) {
    ++revocations_;
    if (effect.ended) cache_.erase(*effect.ended);
    switch (effect.kind) {
        case SessionEffect::Kind::started:
            make_room(effect.session);
            if (store_ == SessionStore::own || database_ == nullptr) cache_.insert(effect.session);
            break;
        case SessionEffect::Kind::all_ended: cache_.erase_account(effect.account); break;
        case SessionEffect::Kind::groups_set:
            cache_.set_groups(effect.account, effect.groups);
            break;
        case SessionEffect::Kind::ended: break;
    }
}

void Sessions::make_room(const Session& session) {
    const bool limited = settings_.per_client != 0 && !session.client.empty();
    if (database_ != nullptr) {
        // Which of the others the table has kept is read from it.
        cache_.erase_account(session.caller->id);
        if (limited) cache_.erase_client(session.client);
    } else {
        cache_.trim_account(session.caller->id, settings_.per_account - 1);
        if (limited) cache_.trim_client(session.client, settings_.per_client - 1);
    }
}

auto Sessions::sweep() -> Task<std::int64_t> {
    const auto now = clock_.now();
    cache_.erase_if([&](const Session& session) { return expired(session, now); });
    if (database_ == nullptr) co_return 0;
    Db db(*database_, data::Transaction::write, EventLoop::now() + std::chrono::minutes(1));
    auto deleted = co_await db.execute(statements::sweep, now, now - settings_.idle_timeout);
    co_await db.commit();
    co_return deleted;
}

auto Sessions::scripts() -> std::vector<data::Script> {
    return {statements::create, statements::add_client};
}

auto Sessions::statements() -> std::span<const data::Statement* const> {
    static constexpr std::array all{
        &statements::insert,        &statements::find,         &statements::erase,
        &statements::erase_account, &statements::trim_account, &statements::trim_client,
        &statements::set_groups,    &statements::touch,        &statements::sweep};
    return all;
}

}  // namespace strata::security
