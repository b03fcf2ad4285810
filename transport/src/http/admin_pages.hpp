#pragma once
// The pages of the admin listener, as JSON text. Loop thread.
#include <string>

namespace strata {
class Application;
namespace contract {
class Dispatcher;
}
namespace config {
class Settings;
}
namespace runtime {
class Health;
}
}  // namespace strata

namespace strata::http {

class Server;

[[nodiscard]] auto checks_page(const runtime::Health& health) -> std::string;
[[nodiscard]] auto calls_page(contract::Dispatcher& dispatcher, const Server& server)
    -> std::string;
[[nodiscard]] auto limits_page(const config::Settings& settings,
                               const contract::Dispatcher& dispatcher, const Server& server)
    -> std::string;
[[nodiscard]] auto configuration_page(const config::Settings& settings) -> std::string;

}  // namespace strata::http
