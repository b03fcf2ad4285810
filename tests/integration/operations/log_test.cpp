#include <doctest/doctest.h>

#include "support/service.hpp"

using namespace tests;

namespace {

// The lines of the service's log that say both.
auto lines_with(const std::string& log, const std::string& one, const std::string& other) -> int {
    int count = 0;
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = log.find('\n', begin)) != std::string::npos; begin = end + 1) {
        const std::string line = log.substr(begin, end - begin);
        if (line.contains(one) && line.contains(other)) ++count;
    }
    return count;
}

}  // namespace

TEST_CASE(
    "log.requests: all writes a line a call, with its caller and outcome, and one a refusal") {
    Service service(MESSENGER_BINARY,
                    {{"STRATA_LOG_REQUESTS", "all"}, {"STRATA_LOG_LEVEL", "info"}});
    HttpClient client(service.port());
    const auto account = sign_up(client, "logged").at("id").get<std::string>();
    CHECK(client.call("messenger/createRoom", {{"title", "One"}}).status == 200);
    CHECK(client.call("messenger/createRoom", {{"title", ""}}).status == 422);
    const auto unknown = client.call("messenger/createRom");
    CHECK(unknown.status == 404);
    CHECK(unknown.json().at("detail") == "There is no such method");
    const auto by_get = client.request("GET", "/api/messenger/createRoom");
    CHECK(by_get.status == 405);
    CHECK(by_get.header("allow") == "POST, OPTIONS");
    CHECK(service.stop().status == 0);
    const std::string log = service.process().output();
    CAPTURE(log);
    CHECK(lines_with(log, "\"method\":\"auth/signUp\"", "\"status\":200") == 1);
    const std::string by_account = "\"account\":\"" + account + "\"";
    CHECK(lines_with(log, by_account, "\"outcome\":\"ok\"") == 1);
    CHECK(lines_with(log, by_account, "\"outcome\":\"invalid_parameters\"") == 1);
    CHECK(lines_with(log, "\"request\"", "\"status\":404") == 1);
    CHECK(lines_with(log, "\"request\"", "\"status\":405") == 1);
}

TEST_CASE("a request that is logged is found by its id, whoever made it") {
    Service service(MESSENGER_BINARY,
                    {{"STRATA_LOG_REQUESTS", "all"}, {"STRATA_LOG_LEVEL", "info"}});
    HttpClient client(service.port());
    const auto made = client.call("messenger/rooms").header("x-request-id");
    CHECK(made.size() == 36);
    const auto packets = client.request("POST", "/rpc",
                                        R"([{"jsonrpc":"2.0","id":1,"method":"messenger/rooms"},)"
                                        R"({"jsonrpc":"2.0","id":2,"method":"messenger/rooms"}])",
                                        {{"Content-Type", "application/json"}});
    const auto of_batch = packets.header("x-request-id");
    CHECK(of_batch.size() == 36);
    const auto file = client.request("GET", "/nothing-here", "", {{"X-Request-Id", "mine"}});
    CHECK(file.status == 404);
    CHECK(service.stop().status == 0);
    const std::string log = service.process().output();
    CAPTURE(log);
    CHECK(lines_with(log, "\"requestId\":\"" + made + '"', "\"traceparent\":\"00-") == 1);
    CHECK(lines_with(log, "\"requestId\":\"" + of_batch + '"', "messenger/rooms") == 2);
    CHECK(lines_with(log, "\"requestId\":\"mine\"", "\"status\":404") == 1);
}

TEST_CASE("log.requests: problems leaves out what went well") {
    Service service(MESSENGER_BINARY, {{"STRATA_LOG_REQUESTS", "problems"},
                                       {"STRATA_LOG_LEVEL", "info"},
                                       {"STRATA_LOG_SLOW", "1h"}});
    HttpClient client(service.port());
    sign_up(client, "quiet");
    CHECK(client.call("messenger/rooms", nlohmann::json::object()).status == 200);
    CHECK(service.stop().status == 0);
    CHECK(lines_with(service.process().output(), "\"request\"", "\"method\"") == 0);
}
