#include "strata/data/backup.hpp"

#include <iostream>
#include <stdexcept>

#include "runtime/commands.hpp"

namespace strata::runtime {

auto run_backup(Application::Implementation& application) -> int {
    const std::string& file = application.line.arguments[0];
    if (!application.core.has_database()) throw std::runtime_error("the service has no database");
    data::backup(application.settings.section<DatabaseSettings>().options, file);
    std::cout << "written to " << file << '\n';
    return 0;
}

}  // namespace strata::runtime
