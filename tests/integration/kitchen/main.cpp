// The kitchen: every construct of a contract, served.
#include "service.hpp"
#include "strata/application.hpp"
#include "strata/http/admin.hpp"
#include "strata/http/server.hpp"

int main(int argc, char** argv) {
    strata::Application application(service::registry(), argc, argv);
    strata::http::Server server(application);
    strata::http::Admin admin(application, server);
    return application.run();
}
