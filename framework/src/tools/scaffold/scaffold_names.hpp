#pragma once
// Names of services, modules, methods and migrations, as people give them. Pure functions; each
// throws std::runtime_error with one line that says what the name must be.
#include <string>
#include <string_view>
#include <utility>

#include "tools/scaffold/templates.hpp"

namespace strata::tools::scaffold {

void check_service_name(std::string_view name);
void check_module_name(std::string_view name);
void check_new_module_name(std::string_view name);
void check_migration_name(std::string_view name);
// "orders/place" -> orders, place
[[nodiscard]] auto split_method(std::string_view name) -> std::pair<std::string, std::string>;

// What the templates of a module ask for: module, title ("Order lines"), path ("order-lines").
[[nodiscard]] auto module_values(std::string_view name) -> Values;
// "placeOrder" -> "Place order"
[[nodiscard]] auto sentence(std::string_view camel_case) -> std::string;

}  // namespace strata::tools::scaffold
