// A bank, for the tests of races.
#include "service.hpp"
#include "strata/application.hpp"
#include "strata/http/server.hpp"

int main(int argc, char** argv) {
    strata::Application application(service::registry(), argc, argv);
    strata::http::Server server(application);
    return application.run();
}
