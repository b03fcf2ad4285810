#include "http/server_implementation.hpp"

namespace strata::http {

void Server::Implementation::mount_files() {}

}  // namespace strata::http
