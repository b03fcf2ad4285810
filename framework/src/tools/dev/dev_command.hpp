#pragma once
// `strata dev`: builds, runs, watches; a change rebuilds and, if that went well, restarts on the
// same listening socket.

namespace CLI {
class App;
}

namespace strata::tools {

void add_dev_command(CLI::App& app);

}  // namespace strata::tools
