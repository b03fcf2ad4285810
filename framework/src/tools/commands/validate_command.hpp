#pragma once
// `strata validate SCHEMA [INSTANCE...]`: documents against a JSON Schema. Exit 0: all are valid;
// 1: some is not; 2: the schema or a file can't be used. `strata validate --json-lines`: see
// tools/validate/json_lines.hpp.

namespace CLI {
class App;
}

namespace strata::tools {

// The callback ends with CLI::RuntimeError(1 or 2) unless all is valid.
void add_validate_command(CLI::App& app);

}  // namespace strata::tools
