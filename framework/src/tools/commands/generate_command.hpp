#pragma once
// `strata generate`: the contracts and queries of a service as C++.

namespace CLI {
class App;
}

namespace strata::tools {

// Errors of the service's files go to standard error as "file:line:column: error: ..."; the
// callback then throws CLI::RuntimeError(1).
void add_generate_command(CLI::App& app);

}  // namespace strata::tools
