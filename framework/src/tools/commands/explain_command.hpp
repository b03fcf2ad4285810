#pragma once
// `strata explain`: everything that a service's folder says of one method.

namespace CLI {
class App;
}

namespace strata::tools {

void add_explain_command(CLI::App& app);

}  // namespace strata::tools
