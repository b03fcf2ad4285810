#include "strata/testing/properties.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "api/auth.hpp"
#include "service.hpp"

using namespace strata::testing;

namespace {

// The messenger's registry, with another contract than that of its code.
auto with_contract(std::vector<strata::contract::EmbeddedFile>& files, std::string& text)
    -> strata::contract::Registry {
    strata::contract::Registry registry = service::registry();
    files.assign(registry.files.begin(), registry.files.end());
    for (auto& file : files) {
        if (file.path != "schemas/messenger.schema") continue;
        text = file.text;
        const std::string_view from = "\"minLength\": 1, \"maxLength\": 100";
        REQUIRE(text.find(from) != std::string::npos);
        text.replace(text.find(from), from.size(), "\"minLength\": 1, \"maxLength\": 5000");
        file.text = text;
    }
    registry.files = files;
    return registry;
}

}  // namespace

TEST_CASE("no call of the messenger ends in 500, and every result fits its schema") {
    Service service(service::registry());
    const auto signed_up =
        service.anyone().call("auth/signUp", R"({"login": "ada", "password": "correct horse"})");
    REQUIRE_MESSAGE(signed_up.status == 200, signed_up.to_string());
    auto session = service.with(signed_up.token);
    const auto me = session.call<&api::auth::me>(schemas::auth::Me());
    REQUIRE(me);
    const auto report = check_properties(
        service, service.as(strata::Caller{me->id.value(), "ada", {}}), {.seed = 7, .calls = 40});
    for (const std::string& failure : report.failures) MESSAGE(failure);
    CHECK(report.failures.empty());
    CHECK(report.calls > 500);
    CHECK(report.succeeded > 50);
}

TEST_CASE("a contract that the code does not keep is told, with the smallest parameters") {
    std::vector<strata::contract::EmbeddedFile> files;
    std::string text;
    const strata::contract::Registry registry = with_contract(files, text);
    Service service(registry);
    const auto signed_up =
        service.anyone().call("auth/signUp", R"({"login": "ada", "password": "correct horse"})");
    auto session = service.with(signed_up.token);
    const auto me = session.call<&api::auth::me>(schemas::auth::Me());
    REQUIRE(me);
    const auto report = check_properties(
        service, service.as(strata::Caller{me->id.value(), "ada", {}}), {.seed = 7, .calls = 60});
    REQUIRE(!report.failures.empty());
    bool told = false;
    for (const std::string& failure : report.failures)
        told = told || failure.find("messenger/") == 0;
    CHECK(told);
}
