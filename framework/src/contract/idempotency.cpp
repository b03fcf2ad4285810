#include "strata/contract/idempotency.hpp"

#include <algorithm>
#include <utility>

#include "strata/security/digest.hpp"

namespace strata::contract {

using data::Column;
using data::Script;
using data::Statement;
using data::Type;

namespace {

constexpr std::string_view here = "framework/src/contract/idempotency.cpp";

const Script create{"strata/idempotency.1",
                    R"(CREATE TABLE strata_idempotency (
    account_id TEXT NOT NULL,
    method TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (account_id, method, idempotency_key)
);
CREATE INDEX strata_idempotency_expiry ON strata_idempotency (expires_at);
)",
                    R"(CREATE TABLE strata_idempotency (
    account_id uuid NOT NULL,
    method text NOT NULL,
    idempotency_key text NOT NULL,
    request_hash bytea NOT NULL,
    status bigint NOT NULL,
    body text NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, method, idempotency_key)
);
CREATE INDEX strata_idempotency_expiry ON strata_idempotency (expires_at);
)"};

const Script add_etag{"strata/idempotency.2",
                      "ALTER TABLE strata_idempotency ADD COLUMN etag TEXT NOT NULL DEFAULT '';\n",
                      "ALTER TABLE strata_idempotency ADD COLUMN etag text NOT NULL DEFAULT '';\n"};

constexpr Column account_column{"account_id", Type::uuid};
constexpr Column method_column{"method", Type::text};
constexpr Column key_column{"idempotency_key", Type::text};
constexpr Column request_column{"request_hash", Type::bytes};
constexpr Column status_column{"status", Type::integer};
constexpr Column body_column{"body", Type::text};
constexpr Column expiry_column{"expires_at", Type::timestamp};
constexpr Column etag_column{"etag", Type::text};
constexpr Column now_column{"now", Type::timestamp};

constexpr std::array find_parameters{account_column, method_column, key_column, now_column};
constexpr std::array find_columns{request_column, status_column, body_column, etag_column};
constexpr std::array store_parameters{account_column, method_column, key_column,    request_column,
                                      status_column,  body_column,   expiry_column, etag_column};
constexpr std::array discard_parameters{account_column, method_column, key_column, now_column};
constexpr std::array sweep_parameters{now_column};

const Statement find_statement{
    "strata_idempotency.find",
    "SELECT request_hash, status, body, etag FROM strata_idempotency "
    "WHERE account_id = ?1 AND method = ?2 AND idempotency_key = ?3 AND expires_at > ?4",
    "SELECT request_hash, status, body, etag FROM strata_idempotency "
    "WHERE account_id = $1 AND method = $2 AND idempotency_key = $3 AND expires_at > $4",
    here,
    find_parameters,
    find_columns,
    false};

// An expired answer that was not swept yet makes room.
const Statement discard_statement{
    "strata_idempotency.discard",
    "DELETE FROM strata_idempotency "
    "WHERE account_id = ?1 AND method = ?2 AND idempotency_key = ?3 AND expires_at <= ?4",
    "DELETE FROM strata_idempotency "
    "WHERE account_id = $1 AND method = $2 AND idempotency_key = $3 AND expires_at <= $4",
    here,
    discard_parameters,
    {},
    true};

const Statement store_statement{"strata_idempotency.store",
                                "INSERT INTO strata_idempotency (account_id, method, "
                                "idempotency_key, request_hash, status, body, "
                                "expires_at, etag) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                                "INSERT INTO strata_idempotency (account_id, method, "
                                "idempotency_key, request_hash, status, body, "
                                "expires_at, etag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                                here,
                                store_parameters,
                                {},
                                true};

const Statement sweep_statement{"strata_idempotency.sweep",
                                "DELETE FROM strata_idempotency WHERE expires_at <= ?1",
                                "DELETE FROM strata_idempotency WHERE expires_at <= $1",
                                here,
                                sweep_parameters,
                                {},
                                true};

auto read_answer(data::RowReader& row) -> StoredAnswer {
    StoredAnswer answer;
    answer.request = row.get<Bytes>(0);
    answer.status = row.get<int>(1);
    answer.body = row.get<std::string>(2);
    answer.etag = row.get<std::string>(3);
    return answer;
}

}  // namespace

IdempotencyClaim::IdempotencyClaim(IdempotencyClaim&& other) noexcept
    : keys_(std::exchange(other.keys_, nullptr)),
      held_(std::move(other.held_)),
      shared_(std::move(other.shared_)),
      account_(other.account_),
      method_(std::move(other.method_)),
      key_(std::move(other.key_)),
      request_(std::move(other.request_)) {}

IdempotencyClaim::~IdempotencyClaim() {
    if (keys_ != nullptr) keys_->held_.erase(held_);
}

IdempotencyKeys::IdempotencyKeys(data::Database& database, security::Clock& clock)
    : database_(database), clock_(clock) {}

auto IdempotencyKeys::valid(std::string_view key) noexcept -> bool {
    return !key.empty() && key.size() <= idempotency_key_limit &&
           std::ranges::all_of(key, [](char c) { return c > ' ' && c < '\x7f'; });
}

auto IdempotencyKeys::claim(const Uuid& account, std::string method, std::string_view key,
                            std::string_view parameters) -> std::optional<IdempotencyClaim> {
    auto held = account.to_string().append(method).append(1, ' ').append(key);
    if (!held_.insert(held).second) return std::nullopt;
    IdempotencyClaim claim;
    claim.keys_ = this;
    claim.held_ = std::move(held);
    claim.account_ = account;
    claim.method_ = std::move(method);
    claim.key_ = key;
    claim.request_ = security::digest(parameters);
    return claim;
}

auto IdempotencyKeys::share(IdempotencyClaim& claim) -> Task<bool> {
    if (!database_.is_shared()) co_return true;
    claim.shared_ = std::make_unique<data::DatabaseClaim>(database_, "idempotency " + claim.held_);
    co_return co_await claim.shared_->acquire();
}

auto IdempotencyKeys::find(const IdempotencyClaim& claim) -> Task<std::optional<StoredAnswer>> {
    Db db(database_, data::Transaction::read);
    auto search = db.optional<StoredAnswer>(find_statement, &read_answer, claim.account(),
                                            claim.method(), claim.key(), clock_.now());
    co_return co_await search;
}

void IdempotencyKeys::store(Db& db, const IdempotencyClaim& claim, StoredAnswer answer,
                            std::chrono::seconds retention) {
    const auto now = clock_.now();
    db.send(db.execute(discard_statement, claim.account(), claim.method(), claim.key(), now));
    db.send(db.execute(store_statement, claim.account(), claim.method(), claim.key(),
                       claim.request(), answer.status, std::move(answer.body), now + retention,
                       std::move(answer.etag)));
}

auto IdempotencyKeys::sweep() -> Task<std::int64_t> {
    Db db(database_, data::Transaction::write, EventLoop::now() + std::chrono::minutes(1));
    auto deleted = co_await db.execute(sweep_statement, clock_.now());
    co_await db.commit();
    co_return deleted;
}

auto IdempotencyKeys::scripts() -> std::span<const data::Script> {
    static const std::array all{create, add_etag};
    return all;
}

auto IdempotencyKeys::statements() -> std::span<const data::Statement* const> {
    static constexpr std::array all{&find_statement, &discard_statement, &store_statement,
                                    &sweep_statement};
    return all;
}

}  // namespace strata::contract
