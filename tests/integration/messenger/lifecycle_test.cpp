#include <doctest/doctest.h>
#include <signal.h>

#include <atomic>
#include <thread>

#include "messenger.hpp"

using namespace tests;

namespace {

// What one client saw: every request it sent before the signal must have an answer.
struct Tally {
    std::atomic<int> answered{0};
    std::atomic<int> lost{0};
};

void keep_sending(int port, const std::string& token, const std::string& room,
                  const std::atomic<bool>& stopped, Tally& tally) {
    HttpClient client(port);
    client.bearer(token);
    while (client.connected()) {
        const bool before_signal = !stopped.load();
        const auto answer = client.call("messenger/send", {{"roomId", room}, {"text", "hello"}});
        if (answer.status == 200) ++tally.answered;
        if (answer.status != 200 && before_signal) ++tally.lost;
        if (!client.connected() || !before_signal) return;
    }
}

}  // namespace

TEST_CASE("SIGTERM loses no accepted request of 64 busy keep-alive connections") {
    Service service(MESSENGER_BINARY);
    HttpClient client(service.port());
    const auto answer =
        client.call("auth/signUp", {{"login", "storm"}, {"password", "correct horse"}});
    const std::string token = answer.json().at("token");
    client.bearer(token);
    const auto room = create_room(client);

    std::atomic<bool> stopped{false};
    Tally tally;
    std::vector<std::jthread> senders;
    for (int i = 0; i < 64; ++i) {
        senders.emplace_back([&] { keep_sending(service.port(), token, room, stopped, tally); });
    }
    while (tally.answered.load() < 200) std::this_thread::yield();
    stopped = true;
    const auto end = service.stop();
    senders.clear();
    CAPTURE(service.process().output());
    CHECK(end.status == 0);
    CHECK(end.after < std::chrono::seconds(25));
    CHECK(tally.lost.load() == 0);
    CHECK(tally.answered.load() >= 200);
}

TEST_CASE("what was written is there after a restart, sessions too") {
    const TemporaryFolder folder;
    const Process::Environment settings{
        {"STRATA_DATABASE_URL", "sqlite:" + (folder.path() / "kept.db").string()}};
    std::string token;
    std::string room;
    {
        Service service(MESSENGER_BINARY, settings);
        HttpClient client(service.port());
        token = client.call("auth/signUp", {{"login", "keeper"}, {"password", "correct horse"}})
                    .json()
                    .at("token");
        client.bearer(token);
        room = create_room(client);
        CHECK(service.stop().status == 0);
    }
    Service service(MESSENGER_BINARY, settings);
    HttpClient client(service.port());
    client.bearer(token);
    CHECK(client.call("messenger/rooms").json().at("rooms").at(0).at("id") == room);
    CHECK(service.stop().status == 0);
}

TEST_CASE("a port in use, an unwritable folder and an unknown key each end with one clear line") {
    const auto fails = [](const Process::Environment& settings,
                          std::vector<std::string> flags = {}) {
        std::vector<std::string> command{MESSENGER_BINARY};
        command.insert(command.end(), flags.begin(), flags.end());
        auto all = settings;
        all.try_emplace("STRATA_ENV", "test");
        all.try_emplace("STRATA_SERVER_PORT", std::to_string(free_port()));
        all.try_emplace("STRATA_DATABASE_URL", "sqlite::memory:");
        const TemporaryFolder folder;
        const auto finished = run(command, all, folder.path(), std::chrono::seconds(60));
        CAPTURE(finished.output);
        CHECK(finished.status == 1);
        return finished.output;
    };
    const auto port = std::to_string(messenger().port());
    CHECK(fails({{"STRATA_SERVER_PORT", port}}).find(port) != std::string::npos);
    CHECK(fails({{"STRATA_DATABASE_URL", "sqlite:/proc/nowhere/data.db"}}).find("/proc/nowhere") !=
          std::string::npos);
    CHECK(fails({{"STRATA_SERVER_PROT", "1"}}).find("STRATA_SERVER_PORT") != std::string::npos);
    CHECK(fails({}, {"--server.prot", "1"}).find("server.port") != std::string::npos);
}
