// What a contract tags as sensitive reaches no log, no error and no metric, whatever happens to the
// call that carries it.
#include <doctest/doctest.h>

#include "support/service.hpp"

using namespace tests;
using nlohmann::json;

namespace {

constexpr auto secret = "correct-horse-battery-staple";
constexpr auto secret_number = "918273645546372819";

auto dish(const std::string& members) -> std::string {
    return R"({"dish": {"name": "Soup", "note": null, "steps": [{"kind": "boil", "minutes": 5}], )" +
           members + "}}";
}

// Bodies of calls that carry the secret, valid and not.
auto bodies() -> std::vector<std::string> {
    const auto tagged = "\"secret\": \"" + std::string(secret) + "\"";
    return {
        dish(tagged),
        dish(tagged + R"(, "portions": 100)"),                  // another member is wrong
        dish(tagged + ", \"nothing\": 1"),                      // one too many
        dish("\"secret\": " + std::string(secret_number)),      // of another type
        dish("\"secret\": [\"" + std::string(secret) + "\"]"),  // nested
        dish("\"secret\": {\"a\": \"" + std::string(secret) + "\"}"),
        dish(tagged + ", " + tagged),                              // twice
        dish(tagged + ", "),                                       // no JSON
        dish("\"secret\": \"" + std::string(secret)),              // cut off
        dish("\"secret\": \"" + std::string(secret) + "\\u12\""),  // a bad escape
        dish("\"secret\": \"" + std::string(secret) + "\xFF\""),   // no UTF-8
        "{\"dish\": {" + tagged + "}}",
    };
}

}  // namespace

TEST_CASE("a sensitive value reaches no log, no error and no metric") {
    const int admin_port = free_port();
    Service service(KITCHEN_BINARY, {{"STRATA_ADMIN_PORT", std::to_string(admin_port)},
                                     {"STRATA_LOG_LEVEL", "trace"},
                                     {"STRATA_LOG_REQUESTS", "all"}});
    HttpClient client(service.port());
    HttpClient admin(admin_port);
    std::string told;
    std::size_t refused = 0;
    for (const char* target : {"/api/kitchen/echo", "/api/kitchen/nothing", "/api/kitchen/audit"}) {
        for (const std::string& body : bodies()) {
            const auto answer =
                client.request("POST", target, body, {{"Content-Type", "application/json"}});
            // What the caller gave may come back as a result, and nowhere else.
            if (answer.status == 200) continue;
            ++refused;
            told += answer.body;
            for (const auto& [name, value] : answer.headers) told += value;
        }
    }
    CHECK(refused == 3 * bodies().size() - 1);
    for (const char* target : {"/ready", "/metrics", "/configuration", "/limits"})
        told += admin.request("GET", target).body;
    CHECK(service.stop().status == 0);
    told += service.process().output();
    CHECK(told.find("kitchen") != std::string::npos);       // there are logs
    CHECK(told.find("# TYPE") != std::string::npos);        // and metrics
    CHECK(told.find("/dish/secret") != std::string::npos);  // the place is told
    CHECK(told.find(secret) == std::string::npos);
    CHECK(told.find("horse") == std::string::npos);
    CHECK(told.find(secret_number) == std::string::npos);
}
