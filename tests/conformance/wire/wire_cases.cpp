#include "wire/wire_cases.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "tools/selftest/attacks.hpp"
#include "wire/tally.hpp"

namespace wire {

void check_alive(WireServer& server) {
    WireClient client(server.port());
    CHECK(client.exchange("GET /plaintext HTTP/1.1\r\nHost: a\r\n\r\n").body == "Hello, World!");
}

void check_case(WireServer& server, const Case& item) {
    CAPTURE(item.bytes);
    CAPTURE(item.expected);
    count_case();
    WireClient client(server.port());
    client.send(item.bytes);
    std::istringstream words(item.expected);
    bool closes = false;
    for (std::string word; words >> word;) {
        if (word == "close") {
            closes = true;
            break;
        }
        Answer answer = client.receive(item.bytes.starts_with("HEAD"));
        CHECK(std::to_string(answer.status) == word);
        if (answer.status >= 200) CHECK(answer.has("Date"));
    }
    if (closes) {
        CHECK(client.end() == End::fin);
    } else {
        CHECK(client.exchange("GET /items/again HTTP/1.1\r\nHost: a\r\n\r\n").body == "again|-");
    }
}

void check_cases(WireServer& server, const std::vector<Case>& cases) {
    for (const Case& item : cases) check_case(server, item);
    check_alive(server);
}

void check_attacks(WireServer& server, std::string_view category) {
    static const strata::tools::selftest::Attacks attacks("/echo");
    std::size_t found = 0;
    for (const auto& attack : attacks.all()) {
        if (attack.category != category) continue;
        ++found;
        check_case(server, {attack.bytes, std::to_string(attack.status) + " close"});
    }
    CHECK(found > 5);
}

}  // namespace wire
