#include "data/postgres/transactions.hpp"

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
