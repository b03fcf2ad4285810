#pragma once
// Nullability: what the text of a query says of the NULLs in its result: aliases with a mark, and
// the columns of which an engine knows less than it tells: behind an outer join, of a UNION. Pure.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tools/sql/lexer.hpp"
#include "tools/sql/query.hpp"

namespace strata::tools::check {

class Nullability final {
  public:
    explicit Nullability(const sql::QueryText& query);

    // As the alias says it: true for `AS "name?"`, false for `AS "name!"`.
    [[nodiscard]] auto mark(std::string_view column) const -> std::optional<bool>;
    // Why a column of the table may be NULL, whatever the table says: "behind an outer join";
    // empty: no reason is known.
    [[nodiscard]] auto doubt(std::string_view column, const std::string& table) const
        -> std::string_view;

  private:
    using Tokens = std::vector<sql::Token>;
    void find_marks(const Tokens& tokens);
    void find_outer_joins(const Tokens& tokens);
    // The table that an outer join may leave without a row.
    void add_absent(const Tokens& tokens, std::size_t at);
    void find_grouping_sets(const Tokens& tokens);
    void find_unions_and_subqueries(const Tokens& tokens);
    void add_subquery(const Tokens& tokens, std::size_t end, bool nested);

    std::map<std::string, bool, std::less<>> marks_{};
    std::set<std::string> outer_{};                    // tables, in lower case
    std::set<std::string, std::less<>> subqueries_{};  // columns
    std::string_view every_{};                         // the doubt about every column
};

}  // namespace strata::tools::check
