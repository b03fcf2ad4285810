// The probe: a small service for conformance tests and benchmarks, written like any user's.
#include "service.hpp"
#include "strata/application.hpp"
#include "strata/http/admin.hpp"
#include "strata/http/metrics_page.hpp"
#include "strata/http/server.hpp"
#include "transport/endpoints.hpp"

int main(int argc, char** argv) {
    strata::Application application(service::registry(), argc, argv);
    strata::http::Server server(application);
    strata::http::Admin admin(application, server);
    server.get("/metrics", strata::http::metrics_page(application.metrics()));
    probe::mount(server);
    return application.run();
}
