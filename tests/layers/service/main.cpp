#include "service.hpp"
#include "strata/application.hpp"

int main(int argc, char** argv) {
    strata::Application application(service::registry(), argc, argv);
    return application.run();
}
