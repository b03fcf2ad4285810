// The life of a serving process, in processes of their own: start, ready, drain, stop, and what
// ends them.
#include <doctest/doctest.h>

#include <stdlib.h>
#include <sys/ioctl.h>

#include <fstream>
#include <iostream>
#include <optional>
#include <thread>

#include "child.hpp"
#include "fake_listener.hpp"
#include "strata/application.hpp"
#include "strata/contract/registry.hpp"
#include "strata/loop/activity.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/sleep.hpp"

namespace strata::runtime {

using namespace std::chrono_literals;

namespace {

const contract::Registry empty_service{.name = "test"};
using Configure = std::function<void(Application&, FakeListener&)>;

// An Application of one listener, with flags after drain.delay 0 (a later flag wins).
auto serve(std::vector<std::string> flags, Configure configure = {}) -> std::function<int()> {
    return [flags = std::move(flags), configure = std::move(configure)] {
        std::vector<std::string> words{"test", "--drain.delay", "0"};
        words.insert(words.end(), flags.begin(), flags.end());
        std::vector<char*> argv;
        for (std::string& word : words) argv.push_back(word.data());
        Application application(empty_service, static_cast<int>(argv.size()), argv.data());
        FakeListener listener;
        application.attach(listener);
        if (configure) configure(application, listener);
        return application.run();
    };
}

auto sleep_long(EventLoop& loop) -> Task<> { co_await sleep(loop, 60s); }
auto say(std::string text) -> Task<> {
    log::info(text);
    co_return;
}
auto block() -> Task<> {
    std::this_thread::sleep_for(60s);
    co_return;
}
auto refuse(std::string why) -> Task<> {
    throw std::runtime_error(why);
    co_return;
}

// A hook that says when it starts and stops.
auto hook(const std::string& name, std::vector<std::string> after = {}) -> Hook {
    return Hook(
        name, [name] { return say(name + ".start"); }, [name] { return say(name + ".stop"); },
        std::move(after));
}

auto taken(const std::function<void()>& action) -> std::chrono::milliseconds {
    const auto began = Child::Clock::now();
    action();
    return std::chrono::duration_cast<std::chrono::milliseconds>(Child::Clock::now() - began);
}

}  // namespace

TEST_CASE("SIGTERM ends a ready service in order, with exit code 0") {
    for (const int signal : {SIGTERM, SIGINT}) {
        Child child(serve({}));
        REQUIRE(child.wait_for("\"ready\""));
        child.send(signal);
        CHECK(child.exit_code() == 0);
        CHECK(child.wrote_in_order({"fake.start", "\"ready\"", "stopping", "fake.begin_drain",
                                    "fake.stop_accepting", "fake.drain", "\"drained\",\"served\":3",
                                    "worker pool", "\"exit\",\"code\":0"}));
        CHECK_FALSE(child.wrote("fake.cut"));
    }
}

TEST_CASE("a signal before run() is not lost") {
    Child child([] {
        char name[] = "test";
        char* argv[] = {name};
        Application application(empty_service, 1, argv);
        ::kill(::getpid(), SIGTERM);
        FakeListener listener;
        application.attach(listener);
        return application.run();
    });
    CHECK(child.exit_code() == 0);
}

TEST_CASE("drain.delay passes between the announcement and the end of accepting") {
    Child child(serve({"--drain.delay", "400ms"}));
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    REQUIRE(child.wait_for("fake.begin_drain"));
    CHECK(taken([&] { child.wait_for("fake.stop_accepting"); }) >= 300ms);
    CHECK(child.exit_code() == 0);
}

TEST_CASE("on a terminal the default of drain.delay is 0") {
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0) {
        MESSAGE("left out: this machine has no pseudo-terminals (/dev/pts)");
        return;
    }
    Child child([terminal] {
        REQUIRE(::grantpt(terminal) == 0);
        REQUIRE(::unlockpt(terminal) == 0);
        ::dup2(::ioctl(terminal, TIOCGPTPEER, O_RDWR | O_NOCTTY), STDIN_FILENO);
        char name[] = "test";
        char* argv[] = {name};
        Application application(empty_service, 1, argv);
        FakeListener listener;
        application.attach(listener);
        return application.run();
    });
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    CHECK(taken([&] { CHECK(child.exit_code() == 0); }) < 4s);
    CHECK(child.wrote("\"draining\",\"delay\":0"));
    ::close(terminal);
}

TEST_CASE("health says so from the beginning of the drain on") {
    Child child(serve({"--drain.delay", "50ms"}, [](Application& application,
                                                    FakeListener& listener) {
        listener.on_start = [&] { log::info(application.health().ready() ? "yes" : "not yet"); };
        listener.on_begin_drain = [&] {
            log::info(application.health().ready() ? "still" : "no longer");
        };
    }));
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 0);
    CHECK(child.wrote_in_order({"not yet", "no longer"}));
}

TEST_CASE("what is in flight past drain.timeout is cut, named, and the exit code is 1") {
    Child child(serve({"--drain.timeout", "200ms"},
                      [](Application&, FakeListener& listener) { listener.busy = true; }));
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 1);
    CHECK(child.wrote_in_order({"fake.drain", "fake.cut", "cut by the drain", "orders/slow", "1234",
                                "\"exit\",\"code\":1"}));
}

TEST_CASE("a drain that does not end is ended, naming the step") {
    Child child(serve({"--drain.timeout", "200ms"}, [](Application&, FakeListener& listener) {
        listener.busy = true;
        listener.ignores_cut = true;
    }));
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 1);
    CHECK(child.wrote("step 'drain' did not end"));
}

TEST_CASE("a second signal ends the process within 500 ms, with exit code 1") {
    Child child(serve({"--drain.delay", "10s"}));
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    REQUIRE(child.wait_for("fake.begin_drain"));
    int code = 0;
    const auto time = taken([&] {
        child.send(SIGTERM);
        code = child.exit_code();
    });
    CHECK(code == 1);
    CHECK(time < 500ms);
    CHECK(child.wrote("second signal"));
}

TEST_CASE("a second signal works while a handler keeps the loop") {
    Child child(serve({}, [](Application&, FakeListener& listener) {
        listener.on_begin_drain = [] { std::this_thread::sleep_for(60s); };
    }));
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    REQUIRE(child.wait_for("fake.begin_drain"));
    child.send(SIGINT);
    CHECK(child.exit_code() == 1);
    CHECK(child.wrote("second signal"));
}

TEST_CASE("a loop that stands still is reported once, with what runs on it") {
    const auto stalled = [](const char* limit) {
        Child child(serve({"--watchdog.stall", limit}, [](Application&, FakeListener& listener) {
            listener.on_begin_drain = [] {
                static const std::string name = "orders/slow";
                const Activity activity(name);
                std::this_thread::sleep_for(700ms);
            };
        }));
        REQUIRE(child.wait_for("\"ready\""));
        child.send(SIGTERM);
        CHECK(child.exit_code() == 0);
        CHECK(child.wrote("nanosleep") == child.wrote("the event loop stands still"));
        return child.count(R"("the event loop stands still","method":"orders/slow")");
    };
    CHECK(stalled("100ms") == 1);
    CHECK(stalled("0") == 0);
}

TEST_CASE("start hooks run by their dependencies, before the listeners, and stop in reverse") {
    Child child(serve({}, [](Application& application, FakeListener&) {
        application.attach(hook("second", {"first"}));
        application.attach(hook("first"));
    }));
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 0);
    CHECK(child.wrote_in_order(
        {"first.start", "second.start", "fake.start", "fake.drain", "second.stop", "first.stop"}));
}

TEST_CASE("a start hook that fails stops those before it, and is the one line on stderr") {
    Child child(serve({}, [](Application& application, FakeListener&) {
        application.attach(hook("first"));
        application.attach(Hook(
            "cache", [] { return refuse("no room"); }, [] { return say("never"); }));
    }));
    CHECK(child.exit_code() == 1);
    CHECK(child.wrote_in_order({"first.start", "first.stop"}));
    CHECK(child.text().ends_with("\ntest: start hook 'cache': no room\n"));
    CHECK_FALSE(child.wrote("never"));
    CHECK_FALSE(child.wrote("fake.start"));
}

TEST_CASE("a start hook has its time, and the start has start.timeout") {
    Child late(serve({}, [](Application& application, FakeListener&) {
        application.attach(Hook(
            "cache", [&] { return sleep_long(application.loop()); }, {}, {}, 50ms));
    }));
    CHECK(late.exit_code() == 1);
    CHECK(late.wrote("test: start hook 'cache': took longer than 50ms\n"));

    Child whole(serve({"--start.timeout", "100ms"}, [](Application& application, FakeListener&) {
        application.attach(Hook("cache", [&] { return sleep_long(application.loop()); }));
    }));
    CHECK(whole.exit_code() == 1);
    CHECK(whole.wrote("test: step 'start hooks' did not end within start.timeout (100ms)\n"));
}

TEST_CASE("a database that is away is waited for until start.timeout, and is in the one line") {
    Child child(
        serve({"--start.timeout", "300ms", "--database.url", "postgres://ann@127.0.0.1:1/shop"}));
    CHECK(child.exit_code() == 1);
    CHECK(child.count("the database can't be reached; trying again") == 1);
    CHECK(child.wrote(
        "test: step 'database' did not end within start.timeout (300ms): shop at 127.0.0.1:1: "));
}

TEST_CASE("hooks that can't be put in order are refused") {
    Child child(serve({}, [](Application& application, FakeListener&) {
        application.attach(hook("a", {"b"}));
        application.attach(hook("b", {"a"}));
    }));
    CHECK(child.exit_code() == 1);
    CHECK(child.wrote("test: start hook 'a' depends on itself, by way of others\n"));
}

TEST_CASE("SIGTERM during a start hook ends cleanly, stopping what had begun") {
    Child child(serve({}, [](Application& application, FakeListener&) {
        application.attach(hook("first"));
        application.attach(Hook("slow", [&] { return sleep_long(application.loop()); }));
    }));
    REQUIRE(child.wait_for("first.start"));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 0);
    CHECK(child.wrote("first.stop"));
    CHECK_FALSE(child.wrote("fake.start"));
}

TEST_CASE("a listener that can't start closes those that did") {
    Child child(serve({}, [](Application& application, FakeListener&) {
        static FakeListener second("second");
        second.on_start = [] { throw std::runtime_error("server.port 8000 is in use"); };
        application.attach(second);
    }));
    CHECK(child.exit_code() == 1);
    CHECK(child.wrote_in_order({"fake.start", "fake.stop_accepting", "fake.cut"}));
    CHECK(child.text().ends_with("\ntest: server.port 8000 is in use\n"));
    CHECK_FALSE(child.wrote("\"ready\""));
    CHECK_FALSE(child.wrote("second.cut"));
}

TEST_CASE("a stop hook that fails or takes too long makes the exit code 1; the others still stop") {
    Child child(serve({}, [](Application& application, FakeListener&) {
        application.attach(hook("first"));
        application.attach(Hook(
            "bad", [] { return say("x"); }, [] { return refuse("broken"); }));
        application.attach(Hook(
            "slow", [] { return say("x"); }, [&] { return sleep_long(application.loop()); }, {},
            50ms));
    }));
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 1);
    CHECK(child.wrote_in_order({"slow", "took longer than 50ms", "broken", "first.stop"}));
}

TEST_CASE("an orderly exit that hangs is ended after drain.hang, naming the step") {
    Child child(serve({"--drain.hang", "200ms"}, [](Application& application, FakeListener&) {
        application.attach(Hook(
            "stuck", [] { return say("x"); }, [] { return block(); }, {}, 50ms));
    }));
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 1);
    CHECK(child.wrote("step 'stop hooks' did not end within 250 ms"));
}

TEST_CASE("a loop that something keeps running is ended, naming it") {
    Child child(
        serve({"--drain.hang", "200ms"}, [](Application& application, FakeListener& listener) {
            static std::optional<Work> forgotten;
            listener.on_start = [&] { forgotten.emplace(application.loop()); };
        }));
    REQUIRE(child.wait_for("\"ready\""));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 1);
    CHECK(child.wrote("step 'event loop' did not end"));
}

TEST_CASE("a log that nobody reads keeps neither the service nor its end") {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    Child child([&] {
        ::dup2(ends[1], STDERR_FILENO);
        return serve({}, [](Application&, FakeListener& listener) {
            listener.on_start = [] {
                const std::string text(1000, 'x');
                for (int i = 0; i < 1000; ++i) log::info(text);
                std::cout << "logged" << std::endl;
            };
        })();
    });
    REQUIRE(child.wait_for("logged"));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 0);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("a configuration that is refused is one message, with every fault") {
    Child child(serve({"--drain.dleay", "1s", "--drain.timeout", "soon", "--log.level", "loud"}));
    CHECK(child.exit_code() == 1);
    CHECK(child.wrote("--drain.dleay: unknown flag; did you mean \"drain.delay\"?"));
    CHECK(child.wrote("--drain.timeout: drain.timeout must be a duration"));
    CHECK(child.wrote("--log.level: log.level must be one of"));
    CHECK_FALSE(child.wrote("starting"));
}

TEST_CASE("SIGHUP takes over what can change, and refuses the rest plainly") {
    const std::string path = "/tmp/strata_reload_" + std::to_string(::getpid()) + ".json";
    std::ofstream(path) << R"({"log": {"level": "info"}, "drain": {"hang": "9s"}})";
    Child child(serve({"--config", path}, [](Application& application, FakeListener&) {
        application.on_reload([] { log::debug("seen by the service"); });
    }));
    REQUIRE(child.wait_for("\"ready\""));
    std::ofstream(path) << R"({"log": {"level": "debug"}, "drain": {"hang": "8s"}})";
    child.send(SIGHUP);
    REQUIRE(child.wait_for("configuration reloaded"));
    CHECK(child.wrote(R"(log.level: \"info\" -> \"debug\")"));
    CHECK(child.wrote("seen by the service"));
    CHECK(child.wrote_in_order({"can't change without a restart", "drain.hang"}));
    std::ofstream(path) << R"({"log": {"level": "loud"}})";
    child.send(SIGHUP);
    REQUIRE(child.wait_for("configuration refused"));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 0);
    std::remove(path.c_str());
}

}  // namespace strata::runtime
