#include "strata/testing/properties.hpp"

#include <doctest/doctest.h>

#include <algorithm>
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

// Somebody with an account, which the tables refer to.
auto ada(Service& service) -> Client {
    const auto signed_up =
        service.anyone().call("auth/signUp", R"({"login": "ada", "password": "correct horse"})");
    REQUIRE_MESSAGE(signed_up.status == 200, signed_up.to_string());
    auto session = service.with(signed_up.token);
    const auto me = session.call<&api::auth::me>(schemas::auth::Me());
    REQUIRE(me);
    return service.as(strata::Caller{me->id.value(), "ada", {}});
}

auto failure_of(const PropertyReport& report, const std::string& method) -> std::string {
    for (const std::string& failure : report.failures) {
        if (failure.starts_with(method + " ")) return failure;
    }
    return {};
}

}  // namespace

TEST_CASE("no call of the messenger ends in 500, and every result fits its schema") {
    Service service(service::registry());
    const auto report = check_properties(service, ada(service), {.seed = 7, .calls = 40});
    for (const std::string& failure : report.failures) MESSAGE(failure);
    CHECK(report.failures.empty());
    CHECK(report.calls > 500);
    CHECK(report.succeeded > 50);
}

TEST_CASE("the same holds over HTTP") {
    Service service(service::registry());
    // A session that a call ends would end all that come after it.
    const PropertyOptions options{.seed = 8, .calls = 20, .without = {"auth/signOut"}};
    const auto report = check_properties(service, ada(service).over_http(), options);
    for (const std::string& failure : report.failures) MESSAGE(failure);
    CHECK(report.failures.empty());
    CHECK(report.calls > 250);
    CHECK(report.succeeded > 25);
}

TEST_CASE("a contract that the code does not keep is told, with the smallest parameters") {
    std::vector<strata::contract::EmbeddedFile> files;
    std::string text;
    const strata::contract::Registry registry = with_contract(files, text);
    for (const bool over_http : {false, true}) {
        CAPTURE(over_http);
        Service service(registry);
        auto client = ada(service);
        if (over_http) client = client.over_http();
        const auto report = check_properties(service, client,
                                             {.seed = 7, .calls = 60, .without = {"auth/signOut"}});
        // The code takes 100 characters at most, the contract that is shown says 5000.
        const std::string failure = failure_of(report, "messenger/createRoom");
        CAPTURE(failure);
        const auto begin = failure.find('{');
        const auto end = failure.find(": valid parameters are refused");
        REQUIRE(end < failure.size());
        const auto least = strata::json::Json::parse(failure.substr(begin, end - begin));
        REQUIRE(least);
        CHECK(least->size() == 1);
        const std::string title = least->at("title").as_string();
        const auto begins_character = [](char byte) {
            return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
        };
        CHECK(std::ranges::count_if(title, begins_character) == 101);
    }
}
