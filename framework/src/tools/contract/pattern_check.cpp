#include "tools/contract/schema_checker.hpp"

namespace strata::tools {

void SchemaChecker::check_pattern(const Node& /*pattern*/) {}

}  // namespace strata::tools
