#include "strata/schema/pattern.hpp"
#include "tools/contract/schema_checker.hpp"

namespace strata::tools {

void SchemaChecker::check_pattern(const Node& pattern) {
    const auto compiled = schema::Pattern::compile(pattern.text);
    if (compiled) return;
    error(pattern.location, "bad pattern: " + compiled.error().message + " at character " +
                                std::to_string(compiled.error().offset + 1));
}

}  // namespace strata::tools
