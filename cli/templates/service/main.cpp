// {{name}}: the composition root. Everything is put together here, and only here.
#include "service.hpp"
#include "strata/application.hpp"
#include "strata/http/admin.hpp"
#include "strata/http/server.hpp"
#include "transport/endpoints.hpp"

int main(int argc, char** argv) {
    strata::Application application(service::registry(), argc, argv);
    strata::http::Server server(application);
    strata::http::Admin admin(application, server);
    transport::mount(server);
    return application.run();
}
