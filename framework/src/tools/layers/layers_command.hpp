#pragma once
// `strata check layers`: what the layers of a service include and use, against what each may know.

namespace CLI {
class App;
}

namespace strata::tools {

// Adds the subcommand `layers` to `check`. Violations go to standard error as "file:line: error:
// ..."; the callback then throws CLI::RuntimeError(1), which App::exit() turns into the exit
// status.
void add_check_layers_command(CLI::App& check);

}  // namespace strata::tools
