#pragma once
// `strata serve`, `call`, `config`, `routes`, `migrate`, `backup`, `health`: the commands of a
// service's own binary, which is found (build/release/NAME, or --binary) and becomes this process.

namespace CLI {
class App;
}

namespace strata::tools {

void add_service_commands(CLI::App& app);

}  // namespace strata::tools
