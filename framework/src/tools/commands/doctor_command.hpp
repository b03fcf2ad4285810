#pragma once
// `strata doctor`: whether a service can be built and run here.

namespace CLI {
class App;
}

namespace strata::tools {

void add_doctor_command(CLI::App& app);

}  // namespace strata::tools
