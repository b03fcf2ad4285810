#include "data/postgres/transactions.hpp"

#include <cstdlib>

#include "data/sha256.hpp"

namespace strata::data::postgres {
namespace {

constexpr std::string_view here = "framework/src/data/postgres/transactions.cpp";

constexpr Statement begin_repeatable_read{
    .name = "strata.begin",
    .postgres = "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE",
    .source = here};
constexpr Statement begin_serializable{.name = "strata.begin",
                                       .postgres = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
                                       .source = here};
constexpr Statement begin_read_committed{
    .name = "strata.begin",
    .postgres = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
    .source = here};
constexpr Statement begin_snapshot{.name = "strata.begin_snapshot",
                                   .postgres = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                                   .source = here};
constexpr Statement begin_reads{.name = "strata.begin_reads",
                                .postgres = "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
                                .source = here};

}  // namespace

const Statement commit_statement{.name = "strata.commit", .postgres = "COMMIT", .source = here};
const Statement rollback_statement{
    .name = "strata.rollback", .postgres = "ROLLBACK", .source = here};

const Statement savepoint_statement{
    .name = "strata.savepoint", .postgres = "SAVEPOINT strata_part", .source = here};
const Statement release_statement{
    .name = "strata.release", .postgres = "RELEASE SAVEPOINT strata_part", .source = here};
const Statement undo_statement{
    .name = "strata.undo", .postgres = "ROLLBACK TO SAVEPOINT strata_part", .source = here};

const Statement listen_statement{.name = "strata.listen", .source = here};

constexpr Column milliseconds_parameter[] = {{"milliseconds", Type::text}};
constexpr Column set_column[] = {{"set_config", Type::text}};
const Statement timeout_statement{.name = "strata.timeout",
                                  .postgres = "SELECT set_config('statement_timeout', $1, false)",
                                  .source = here,
                                  .parameters = milliseconds_parameter,
                                  .columns = set_column};

constexpr Column standby_column[] = {{"standby", Type::boolean}};
const Statement standby_statement{.name = "strata.standby",
                                  .postgres = "SELECT pg_is_in_recovery() AS standby",
                                  .source = here,
                                  .columns = standby_column};

constexpr Column number_parameter[] = {{"number", Type::integer}};
constexpr Column held_column[] = {{"held", Type::boolean}};
const Statement lock_statement{.name = "strata.lock",
                               .postgres = "SELECT pg_advisory_lock($1) IS NOT NULL AS held",
                               .source = here,
                               .parameters = number_parameter,
                               .columns = held_column};
const Statement unlock_statement{.name = "strata.unlock",
                                 .postgres = "SELECT pg_advisory_unlock_all() IS NULL AS held",
                                 .source = here,
                                 .columns = held_column};

const Statement try_lock_statement{.name = "strata.try_lock",
                                   .postgres = "SELECT pg_try_advisory_lock($1) AS held",
                                   .source = here,
                                   .parameters = number_parameter,
                                   .columns = held_column};
const Statement give_back_statement{.name = "strata.give_back",
                                    .postgres = "SELECT pg_advisory_unlock($1) AS held",
                                    .source = here,
                                    .parameters = number_parameter,
                                    .columns = held_column};

auto lock_number(const std::string& key) -> std::int64_t {
    constexpr std::size_t digits = 16;  // of 64 bits
    const std::string hex = sha256_hex(key).substr(0, digits);
    return static_cast<std::int64_t>(std::strtoull(hex.c_str(), nullptr, 16));
}

auto begin_statement(Transaction mode, Isolation isolation) noexcept -> const Statement& {
    if (mode == Transaction::snapshot) return begin_snapshot;
    if (mode == Transaction::read) return begin_reads;
    switch (isolation) {
        case Isolation::read_committed: return begin_read_committed;
        case Isolation::serializable: return begin_serializable;
        case Isolation::repeatable_read: break;
    }
    return begin_repeatable_read;
}

}  // namespace strata::data::postgres
