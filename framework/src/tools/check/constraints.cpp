#include "tools/check/constraints.hpp"

#include <vector>

#include "strata/json/suggest.hpp"

namespace strata::tools::check {
namespace {

using Names = std::set<std::string>;

class Check final {
  public:
    explicit Check(const Constraints& constraints) : constraints_(constraints) {
        for (const Names& names :
             {constraints.sqlite.told, constraints.sqlite.unnamed, constraints.sqlite.foreign_keys,
              constraints.postgres.value_or(Names())})
            known_.insert(names.begin(), names.end());
    }

    // What is wrong with the constraint of an error; empty: nothing.
    [[nodiscard]] auto reason(const std::string& name, const std::string& code) const
        -> std::string {
        const SqliteConstraints& sqlite = constraints_.sqlite;
        const auto& postgres = constraints_.postgres;
        if (sqlite.told.contains(name)) return {};
        if (sqlite.unnamed.contains(name) && (!postgres || postgres->contains(name))) {
            return "on SQLite the error " + code + " is never given: the CHECK of " + name +
                   " has no name there; give it one with CONSTRAINT " + name + " CHECK (...)";
        }
        if (sqlite.foreign_keys.contains(name)) {
            if (!constraints_.sqlite_only) return {};
            return "the error " + code +
                   " is never given: SQLite does not tell which FOREIGN KEY " +
                   "is violated, and so not " + name +
                   "; let the method look for the row, and leave the constraint out";
        }
        if (postgres && postgres->contains(name)) return {};
        const std::vector<std::string_view> known(known_.begin(), known_.end());
        return json::with_suggestion(
            "no table has the constraint " + name + " of the error " + code, name, known);
    }

  private:
    const Constraints& constraints_;
    Names known_{};
};

}  // namespace

void check_constraints(const Model& model, const Constraints& constraints,
                       Diagnostics& diagnostics) {
    const Check check(constraints);
    for (const auto& module : model.modules) {
        for (const auto& error : module->errors) {
            if (error->constraint.empty()) continue;
            const std::string reason = check.reason(error->constraint, error->code);
            if (!reason.empty()) diagnostics.error(error->location, reason);
        }
    }
}

}  // namespace strata::tools::check
