#include "security/session_statements.hpp"

#include <algorithm>
#include <array>

#include "strata/json/decode.hpp"
#include "strata/json/encode.hpp"

namespace strata::security::statements {

using data::Column;
using data::Script;
using data::Statement;
using data::Type;

namespace {

constexpr Column hash_column{"token_hash", Type::bytes};
constexpr Column account_column{"account_id", Type::uuid};
constexpr Column client_column{"client", Type::text};
constexpr Column groups_column{"group_names", Type::json};
constexpr Column seen_column{"seen_at", Type::timestamp};

constexpr std::array by_hash{hash_column};
constexpr std::array by_account{account_column};
constexpr std::array client_parameters{client_column, Column{"keep", Type::integer}};
constexpr std::array keep_parameters{account_column, Column{"keep", Type::integer}};
constexpr std::array groups_parameters{account_column, groups_column};
constexpr std::array touch_parameters{hash_column, seen_column};
constexpr std::array sweep_parameters{Column{"now", Type::timestamp}, seen_column};
constexpr std::array all_columns{hash_column,
                                 account_column,
                                 Column{"login", Type::text},
                                 groups_column,
                                 Column{"created_at", Type::timestamp},
                                 seen_column,
                                 Column{"expires_at", Type::timestamp},
                                 client_column};

}  // namespace

const Script create{"strata/sessions.1",
                    R"(CREATE TABLE strata_sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    login TEXT NOT NULL,
    group_names TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX strata_sessions_account ON strata_sessions (account_id, seen_at);
CREATE INDEX strata_sessions_expiry ON strata_sessions (expires_at);
)",
                    R"(CREATE TABLE strata_sessions (
    token_hash bytea NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL,
    login text NOT NULL,
    group_names jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX strata_sessions_account ON strata_sessions (account_id, seen_at);
CREATE INDEX strata_sessions_expiry ON strata_sessions (expires_at);
)"};

const Script add_client{"strata/sessions.2",
                        R"(ALTER TABLE strata_sessions ADD COLUMN client TEXT NOT NULL DEFAULT '';
CREATE INDEX strata_sessions_client ON strata_sessions (client, seen_at);
)",
                        R"(ALTER TABLE strata_sessions ADD COLUMN client text NOT NULL DEFAULT '';
CREATE INDEX strata_sessions_client ON strata_sessions (client, seen_at);
)"};

constexpr std::string_view here = "framework/src/security/session_statements.cpp";

const Statement insert{
    "strata_sessions.insert",
    "INSERT INTO strata_sessions (token_hash, account_id, login, group_names, created_at, seen_at, "
    "expires_at, client) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    "INSERT INTO strata_sessions (token_hash, account_id, login, group_names, created_at, seen_at, "
    "expires_at, client) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    here,
    all_columns,
    {},
    true};

const Statement find{
    "strata_sessions.find",
    "SELECT token_hash, account_id, login, group_names, created_at, seen_at, expires_at, client "
    "FROM strata_sessions WHERE token_hash = ?1",
    "SELECT token_hash, account_id, login, group_names, created_at, seen_at, expires_at, client "
    "FROM strata_sessions WHERE token_hash = $1",
    here,
    by_hash,
    all_columns,
    false};

const Statement erase{"strata_sessions.erase",
                      "DELETE FROM strata_sessions WHERE token_hash = ?1",
                      "DELETE FROM strata_sessions WHERE token_hash = $1",
                      here,
                      by_hash,
                      {},
                      true};

const Statement erase_account{"strata_sessions.erase_account",
                              "DELETE FROM strata_sessions WHERE account_id = ?1",
                              "DELETE FROM strata_sessions WHERE account_id = $1",
                              here,
                              by_account,
                              {},
                              true};

const Statement trim_account{
    "strata_sessions.trim_account",
    "DELETE FROM strata_sessions WHERE token_hash IN (SELECT token_hash FROM strata_sessions "
    "WHERE account_id = ?1 ORDER BY seen_at DESC, created_at DESC LIMIT -1 OFFSET ?2)",
    "DELETE FROM strata_sessions WHERE token_hash IN (SELECT token_hash FROM strata_sessions "
    "WHERE account_id = $1 ORDER BY seen_at DESC, created_at DESC OFFSET $2)",
    here,
    keep_parameters,
    {},
    true};

const Statement trim_client{
    "strata_sessions.trim_client",
    "DELETE FROM strata_sessions WHERE token_hash IN (SELECT token_hash FROM strata_sessions "
    "WHERE client = ?1 ORDER BY seen_at DESC, created_at DESC LIMIT -1 OFFSET ?2)",
    "DELETE FROM strata_sessions WHERE token_hash IN (SELECT token_hash FROM strata_sessions "
    "WHERE client = $1 ORDER BY seen_at DESC, created_at DESC OFFSET $2)",
    here,
    client_parameters,
    {},
    true};

const Statement set_groups{"strata_sessions.set_groups",
                           "UPDATE strata_sessions SET group_names = ?2 WHERE account_id = ?1",
                           "UPDATE strata_sessions SET group_names = $2 WHERE account_id = $1",
                           here,
                           groups_parameters,
                           {},
                           true};

const Statement touch{"strata_sessions.touch",
                      "UPDATE strata_sessions SET seen_at = ?2 WHERE token_hash = ?1",
                      "UPDATE strata_sessions SET seen_at = $2 WHERE token_hash = $1",
                      here,
                      touch_parameters,
                      {},
                      true};

const Statement sweep{"strata_sessions.sweep",
                      "DELETE FROM strata_sessions WHERE expires_at <= ?1 OR seen_at <= ?2",
                      "DELETE FROM strata_sessions WHERE expires_at <= $1 OR seen_at <= $2",
                      here,
                      sweep_parameters,
                      {},
                      true};

auto read_session(data::RowReader& row) -> Session {
    Session session;
    const std::string_view hash = row.bytes(0);
    if (hash.size() != session.hash.bytes.size()) row.refuse(0, "is not a hash of 32 bytes");
    std::copy(hash.begin(), hash.end(), session.hash.bytes.begin());
    json::Reader reader(row.json(3));
    std::optional<std::vector<std::string>> groups;
    decode(reader, groups);
    if (!reader.finish() || !groups) row.refuse(3, "is not a list of names");
    session.caller = std::make_shared<const Caller>(
        Caller{row.uuid(1), std::string(row.text(2)), *std::move(groups)});
    session.created_at = row.timestamp(4);
    session.seen_at = row.timestamp(5);
    session.expires_at = row.timestamp(6);
    session.client = row.text(7);
    return session;
}

auto groups_text(const std::vector<std::string>& groups) -> data::JsonText {
    std::string text;
    json::Writer writer(text);
    json::encode(writer, groups);
    writer.finish();
    return data::JsonText(std::move(text));
}

}  // namespace strata::security::statements
