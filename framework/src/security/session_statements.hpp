#pragma once
// The statements on strata_sessions, and how a row of it is read.
#include "strata/data/row.hpp"
#include "strata/data/statement.hpp"
#include "strata/data/value.hpp"
#include "strata/security/session.hpp"

namespace strata::security::statements {

extern const data::Script create;
extern const data::Script add_client;
extern const data::Statement
    insert;                          // hash, account, login, groups, created, seen, expires, client
extern const data::Statement find;   // hash
extern const data::Statement erase;  // hash
extern const data::Statement erase_account;  // account
extern const data::Statement trim_account;   // account, how many to keep
extern const data::Statement trim_client;    // client, how many to keep
extern const data::Statement set_groups;     // account, groups
extern const data::Statement touch;          // hash, seen
extern const data::Statement sweep;          // now, the oldest seen that is kept

[[nodiscard]] auto read_session(data::RowReader& row) -> Session;
[[nodiscard]] auto groups_text(const std::vector<std::string>& groups) -> data::JsonText;

}  // namespace strata::security::statements
