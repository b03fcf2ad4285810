// What several workers would not share, in services that have no database.
#include <doctest/doctest.h>

#include "child.hpp"
#include "fake_listener.hpp"
#include "strata/application.hpp"
#include "strata/contract/registry.hpp"

namespace strata::runtime {

namespace {

auto serve_two(const contract::Registry& registry) -> std::function<int()> {
    return [&registry] {
        std::string words[] = {"test", "--workers", "2", "--security.session.store", "memory"};
        std::vector<char*> argv;
        for (std::string& word : words) argv.push_back(word.data());
        Application application(registry, static_cast<int>(argv.size()), argv.data());
        return application.run();
    };
}

}  // namespace

TEST_CASE("a service without a database keeps its events to one process, and says so") {
    contract::Registry registry{.name = "test"};
    const contract::EventInfo event{.module = "orders", .name = "placed"};
    registry.events = std::span(&event, 1);
    Child child(serve_two(registry));
    CHECK(child.exit_code() == 1);
    CHECK(
        child.wrote("without a database, sessions, locks and events are in one process' memory, "
                    "which several processes can't share; set database.url to postgres://..., or "
                    "workers.count to 1"));
    // All faults at once.
    CHECK(child.wrote("security.session.store is memory"));
}

TEST_CASE("a service of raw endpoints alone needs no database for several workers") {
    const contract::Registry registry{.name = "test"};
    Child child(serve_two(registry));
    CHECK(child.exit_code() == 1);
    CHECK_FALSE(child.wrote("without a database"));
    CHECK(child.wrote("security.session.store is memory"));
}

}  // namespace strata::runtime
