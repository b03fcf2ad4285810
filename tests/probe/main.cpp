// The probe: a small service for conformance tests and benchmarks, written like any user's.
#include "service.hpp"
#include "strata/application.hpp"
#include "strata/http/server.hpp"
#include "transport/endpoints.hpp"

int main(int argc, char** argv) {
    strata::Application application(service::registry(), argc, argv);
    strata::http::Server server(application);
    probe::mount(server);
    return application.run();
}
