#include <doctest/doctest.h>

#include "support/service.hpp"

using namespace tests;

TEST_CASE("Request-Timeout shrinks the timeout of a call, and must be a duration") {
    Service service(MESSENGER_BINARY);
    HttpClient client(service.port());
    const auto status = [&](const std::string& timeout) {
        return client.request("POST", "/api/auth/signIn",
                              R"({"login":"nobody","password":"correct horse"})",
                              {{"Content-Type", "application/json"}, {"Request-Timeout", timeout}});
    };
    CHECK(status("30s").code() == "wrong_credentials");
    CHECK(status("0").code() == "deadline_exceeded");
    CHECK(status("1us").status == 504);
    CHECK(status("soon").code() == "bad_request_timeout");
    CHECK(status("").code() == "bad_request_timeout");
}
