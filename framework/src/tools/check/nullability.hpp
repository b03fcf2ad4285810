#pragma once
// Nullability: what the text of a query says of the NULLs in its result: aliases with a mark, and
// the tables that an outer join may leave without a row. Pure.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "tools/sql/query.hpp"

namespace strata::tools::check {

class Nullability final {
  public:
    explicit Nullability(const sql::QueryText& query);

    // As the alias says it: true for `AS "name?"`, false for `AS "name!"`.
    [[nodiscard]] auto mark(std::string_view column) const -> std::optional<bool>;
    // On the side of an outer join that may be all NULL.
    [[nodiscard]] auto may_be_absent(const std::string& table) const -> bool;

  private:
    std::map<std::string, bool, std::less<>> marks_{};
    std::set<std::string> outer_{};
    bool all_outer_ = false;
};

}  // namespace strata::tools::check
