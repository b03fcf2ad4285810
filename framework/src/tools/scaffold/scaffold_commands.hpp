#pragma once
// `strata new NAME` and `strata add module|method|migration NAME`. Existing files are never
// overwritten.

namespace CLI {
class App;
}

namespace strata::tools {

void add_new_command(CLI::App& app);
void add_add_command(CLI::App& app);

}  // namespace strata::tools
