#pragma once
// `strata check`: contracts, SQL on both engines, migrations and layers of a service.

namespace CLI {
class App;
}

namespace strata::tools {

// Gives the command `check` what it does without a subcommand. Errors go to standard error as
// "file:line: error: ...", what was and what was not checked to standard output; the callback ends
// with CLI::RuntimeError(1) if there are errors.
void add_check_command(CLI::App& check_command);

}  // namespace strata::tools
