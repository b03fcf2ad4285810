#pragma once
// HandlerCode: what a handler's source names: queries, domain functions, events. Read as text, so
// what a function of another file calls is not seen.
#include <filesystem>
#include <string>
#include <vector>

#include "tools/model/location.hpp"
#include "tools/sql/sql_generator.hpp"

namespace strata::tools {

class HandlerCode final {
  public:
    // `file` is relative to the service's folder.
    HandlerCode(const std::filesystem::path& service, const std::string& file);

    [[nodiscard]] auto exists() const -> bool { return !code_.empty(); }
    // Where "NAMESPACE::FUNCTION(" stands; line 0 if nowhere.
    [[nodiscard]] auto definition(const std::string& qualified) const -> Location;
    [[nodiscard]] auto calls(const sql::QueryModule& module, const sql::TypedQuery& query) const
        -> bool;
    // "domain::orders::price", each once, in order.
    [[nodiscard]] auto domain_functions() const -> std::vector<std::string>;
    [[nodiscard]] auto events() const -> std::vector<std::string>;  // "Placed"

  private:
    [[nodiscard]] auto names_after(std::string_view prefix, bool called) const
        -> std::vector<std::string>;

    std::string file_;
    std::string source_{};
    std::string code_{};  // without comments and literals
};

// Where a function of the domain is defined: in a source rather than in a header.
[[nodiscard]] auto find_domain_function(const std::filesystem::path& service,
                                        const std::string& qualified) -> Location;

}  // namespace strata::tools
