#pragma once
// `strata selftest`: attacks on a running service.

namespace CLI {
class App;
}

namespace strata::tools {

void add_selftest_command(CLI::App& app);

}  // namespace strata::tools
