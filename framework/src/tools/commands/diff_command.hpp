#pragma once
// `strata diff`: what changed between two versions of a service's contracts.

namespace CLI {
class App;
}

namespace strata::tools {

void add_diff_command(CLI::App& app);

}  // namespace strata::tools
