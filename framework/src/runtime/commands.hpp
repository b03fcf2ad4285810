#pragma once
// The commands of a service's binary besides `serve`: each prints to standard output and gives the
// exit code. Main thread.
#include "runtime/implementation.hpp"

namespace strata::runtime {

// The command of implementation.line. Throws what could not be done, with one line.
[[nodiscard]] auto run_command(Application::Implementation& application) -> int;

// call.cpp: with the parts of a call opened before and closed after.
[[nodiscard]] auto run_call(Application::Implementation& application) -> Task<int>;
// migrate.cpp, backup.cpp
[[nodiscard]] auto run_migrate(Application::Implementation& application) -> int;
[[nodiscard]] auto run_backup(Application::Implementation& application) -> int;

// `methods` as lines: the path, the access, the method.
[[nodiscard]] auto routes_text(const contract::Registry& registry) -> std::string;

}  // namespace strata::runtime
