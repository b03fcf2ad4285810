#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "messenger.hpp"

namespace tests {

auto messenger() -> Service& {
    static Service service(MESSENGER_BINARY);
    return service;
}

auto create_room(HttpClient& client, const std::string& title) -> std::string {
    return client.call("messenger/createRoom", {{"title", title}}).json().at("id");
}

auto send(HttpClient& client, const std::string& room, const std::string& text) -> nlohmann::json {
    return client.call("messenger/send", {{"roomId", room}, {"text", text}}).json();
}

}  // namespace tests

int main(int argc, char** argv) {
    doctest::Context context(argc, argv);
    const int failed = context.run();
    if (context.shouldExit() || failed != 0) return failed;
    // What every test did must also end well: no leak, no late write, exit 0.
    const auto end = tests::messenger().stop();
    if (end.status != 0) std::fputs(tests::messenger().process().output().c_str(), stderr);
    return end.status;
}
