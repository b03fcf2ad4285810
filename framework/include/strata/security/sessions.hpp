#pragma once
// Sessions: who may call with which token. Kept in the table strata_sessions; without a database,
// or with `security.session.store: memory`, in memory alone. Loop thread only; the database, clock
// and random source outlive it.
//
// A change is made in two steps, since it holds only if the caller's unit of work commits: the
// functions that take a Db write to it and give a SessionEffect; committed(effect) makes it known
// to the memory of this process. Handlers use context.sessions(), which does both.
//
// A session ends at its expiry, after `idle_timeout` without a call, when it is ended, or when the
// account, or the client's address, has too many. The memory answers for the table only where
// nobody else writes it: with `shared`, every call asks the table.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "strata/data/database.hpp"
#include "strata/data/db.hpp"
#include "strata/security/clock.hpp"
#include "strata/security/random.hpp"
#include "strata/security/session.hpp"
#include "strata/security/session_cache.hpp"
#include "strata/security/settings.hpp"

namespace strata::security {

enum class SessionStore : bool { own, shared };

struct SessionEffect {
    enum class Kind : std::uint8_t { started, ended, all_ended, groups_set };

    Kind kind = Kind::ended;
    Session session{};                  // started
    std::optional<TokenHash> ended{};   // started: the one it replaces; ended
    Uuid account{};                     // all_ended, groups_set
    std::vector<std::string> groups{};  // groups_set
};

class Sessions final {
  public:
    Sessions(data::Database* database, SessionStore store, const SessionSettings& settings,
             Clock& clock, Random& random);
    Sessions(const Sessions&) = delete;
    auto operator=(const Sessions&) -> Sessions& = delete;

    // Whose token it is, if memory can tell; null: ask find().
    [[nodiscard]] auto recall(const TokenHash& hash) -> std::shared_ptr<const Caller>;
    // Null: nobody's, or no longer. A look that is no call does not keep the session from idling
    // out. Throws DatabaseError, Cancelled.
    enum class Look : bool { call, check };
    [[nodiscard]] auto find(TokenHash hash, Look look = Look::call)
        -> Task<std::shared_ptr<const Caller>>;

    struct Started {
        Started(std::string secret, SessionEffect change)
            : token(std::move(secret)), effect(std::move(change)) {}
        std::string token;
        SessionEffect effect;
    };
    // `previous` is the session with which the sign-in was called: it ends. `address` is the
    // client's, or empty. `db` is null without a database.
    [[nodiscard]] auto start(Db* db, Caller caller, std::optional<TokenHash> previous,
                             std::string_view address = {}) -> Task<Started>;
    [[nodiscard]] auto end(Db* db, TokenHash hash) -> Task<SessionEffect>;
    [[nodiscard]] auto end_all(Db* db, Uuid account) -> Task<SessionEffect>;
    [[nodiscard]] auto set_groups(Db* db, Uuid account, std::vector<std::string> groups)
        -> Task<SessionEffect>;
    void committed(const SessionEffect& effect);

    // Deletes what has expired: how many.
    [[nodiscard]] auto sweep() -> Task<std::int64_t>;
    [[nodiscard]] auto in_memory() const noexcept -> std::size_t { return cache_.size(); }

    // The table, for Database::start(), in this order.
    [[nodiscard]] static auto scripts() -> std::vector<data::Script>;
    [[nodiscard]] static auto statements() -> std::span<const data::Statement* const>;

  private:
    [[nodiscard]] auto in_table(Db* db) const noexcept -> Db* { return database_ ? db : nullptr; }
    [[nodiscard]] auto insert(Db& db, const Session& session) -> Task<>;
    void make_room(const Session& session);
    [[nodiscard]] auto expired(const Session& session, Timestamp now) const -> bool;
    [[nodiscard]] auto refresh_due(const Session& session, Timestamp now) const -> bool;
    [[nodiscard]] auto refresh(TokenHash hash, Timestamp now) -> Task<>;

    data::Database* const database_;
    const SessionStore store_;
    const SessionSettings settings_;
    Clock& clock_;
    Random& random_;
    SessionCache cache_;
    std::uint64_t revocations_ = 0;  // so that a row read before one isn't remembered after it
};

}  // namespace strata::security
