#pragma once
// ApiNames: the names that api/NAME.hpp brings into namespace api::NAME, and types as they are
// written there.
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "tools/model/model.hpp"

namespace strata::tools {

class ApiNames final {
  public:
    explicit ApiNames(const Module& module);

    // "using schemas::orders::Order;" and so on, a line each, sorted.
    [[nodiscard]] auto using_declarations() const -> std::string;
    // The headers of foreign types, sorted: "schemas/auth.hpp".
    [[nodiscard]] auto includes() const -> const std::set<std::string>& { return includes_; }

    // "Order", "std::vector<Account>".
    [[nodiscard]] auto type(const Type& type) const -> std::string;
    // A name of namespace strata: bare, unless the module has one of its own.
    [[nodiscard]] auto framework(std::string_view name) const -> std::string;

  private:
    void add(const Definition& definition);
    void add_types_of(const Definition& definition);
    void add_type(const Type& type);

    const Module& module_;
    std::set<std::string> taken_;                 // names of the module's own types and handlers
    std::map<std::string, std::string> imports_;  // "Account" -> "schemas::auth::Account"
    std::set<std::string> includes_;
    std::set<const Definition*> seen_;
};

}  // namespace strata::tools
