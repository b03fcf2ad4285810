#pragma once
// `strata reference`: the help of every command as a page (docs/cli.md). Not listed in the help.

namespace CLI {
class App;
}

namespace strata::tools {

// After all other commands.
void add_reference_command(CLI::App& app);

}  // namespace strata::tools
