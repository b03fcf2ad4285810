// A service's own periodic work: from "ready" to the end of accepting, and never past the drain.
#include <doctest/doctest.h>

#include "child.hpp"
#include "fake_listener.hpp"
#include "strata/application.hpp"
#include "strata/context.hpp"
#include "strata/contract/registry.hpp"
#include "strata/contract/run.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/sleep.hpp"

namespace strata::runtime {

using namespace std::chrono_literals;

namespace {

struct Nothing {};
void decode(json::Reader& reader, std::optional<Nothing>& out) {
    reader.skip();
    if (reader.valid()) out.emplace();
}
auto expire(Context& context, Nothing /*parameters*/) -> Task<Done> {
    context.log().info("expired");
    co_return done;
}

auto expire_method() -> contract::Method {
    contract::Method method;
    method.module = "invitations";
    method.name = "expire";
    method.access.kind = contract::AccessKind::internal;
    method.transaction = Transaction::none;
    method.run = &contract::run<&expire>;
    return method;
}
const std::vector<contract::Method> methods{expire_method()};
const contract::Registry invitations{.name = "test", .methods = methods};

using Attach = std::function<void(Application&, FakeListener&)>;

auto serve(std::vector<std::string> flags, Attach attach) -> std::function<int()> {
    return [flags = std::move(flags), attach = std::move(attach)] {
        std::vector<std::string> words{"test", "--drain.delay", "0"};
        words.insert(words.end(), flags.begin(), flags.end());
        std::vector<char*> argv;
        for (std::string& word : words) argv.push_back(word.data());
        Application application(invitations, static_cast<int>(argv.size()), argv.data());
        FakeListener listener;
        application.attach(listener);
        attach(application, listener);
        return application.run();
    };
}

auto tick() -> Task<> {
    log::info("tick");
    co_return;
}
auto work(EventLoop& loop, std::chrono::milliseconds time) -> Task<> {
    log::info("working");
    co_await sleep(loop, time);
    log::info("worked");
}

// What was written after the first line that holds the text.
auto after(const Child& child, std::string_view text) -> std::string {
    return child.text().substr(std::min(child.text().find(text), child.text().size()));
}

}  // namespace

TEST_CASE("a job runs once a period, from a start hook or the main program, until accepting ends") {
    Child child(serve({"--drain.delay", "300ms", "--drain.timeout", "400ms"},
                      [](Application& application, FakeListener& listener) {
                          listener.busy = true;  // the drain takes all of its time
                          const auto schedule = [&application]() -> Task<> {
                              application.attach(ScheduledJob("ticker", 10ms, tick));
                              co_return;
                          };
                          application.attach(Hook("schedule", schedule));
                      }));
    REQUIRE(child.wait_for("\"ready\""));
    CHECK_FALSE(child.wrote("tick\""));
    REQUIRE(child.wait_for("tick\""));
    child.send(SIGTERM);
    REQUIRE(child.wait_for("\"draining\""));
    CHECK(child.exit_code() == 1);
    const std::string draining = after(child, "\"draining\"");
    CHECK(draining.find("tick\"") < draining.find("accepting no more"));
    CHECK(after(child, "accepting no more").find("tick\"") == std::string::npos);
}

TEST_CASE("a run that is under way when accepting ends is finished, and holds up no longer") {
    Child child(serve({}, [](Application& application, FakeListener&) {
        const auto job = [&application] { return work(application.loop(), 300ms); };
        application.attach(ScheduledJob("worker", 10ms, job));
    }));
    REQUIRE(child.wait_for("working"));
    const auto began = Child::Clock::now();
    child.send(SIGTERM);
    CHECK(child.exit_code() == 0);
    CHECK(Child::Clock::now() - began < 5s);
    CHECK(child.wrote_in_order({"accepting no more", "worked",
                                R"("held up the drain","method":"worker")", "\"drained\""}));
    CHECK(child.count("working") == 1);
}

TEST_CASE("a run that does not end is cut at drain.timeout, and named") {
    Child child(serve({"--drain.timeout", "200ms"}, [](Application& application, FakeListener&) {
        const auto job = [&application] { return work(application.loop(), 1h); };
        application.attach(ScheduledJob("endless", 10ms, job));
    }));
    REQUIRE(child.wait_for("working"));
    const auto began = Child::Clock::now();
    child.send(SIGTERM);
    CHECK(child.exit_code() == 1);
    CHECK(Child::Clock::now() - began < 5s);
    CHECK(child.wrote(R"("cut by the drain","method":"endless")"));
    CHECK(child.wrote("\"exit\",\"code\":1"));
}

TEST_CASE("a job never runs beside itself, and one that fails runs again") {
    Child child(serve({}, [](Application& application, FakeListener&) {
        const auto long_job = [&application] { return work(application.loop(), 50ms); };
        application.attach(ScheduledJob("long", 10ms, long_job));
        const auto bad_job = []() -> Task<> {
            throw std::runtime_error("not today");
            co_return;
        };
        application.attach(ScheduledJob("bad", 10ms, bad_job));
    }));
    REQUIRE(child.wait_for_more("worked\"", 2));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 0);
    CHECK(child.count(R"("a job failed","job":"bad","reason":"not today")") >= 2);
    std::size_t open = 0;
    std::size_t most = 0;
    std::size_t at = 0;
    while ((at = child.text().find("message\":\"work", at)) != std::string::npos) {
        child.text().substr(at).starts_with("message\":\"working") ? ++open : --open;
        most = std::max(most, open);
        ++at;
    }
    CHECK(most == 1);
}

TEST_CASE("a method is called as the service itself, under its contract") {
    Child child(serve({}, [](Application& application, FakeListener&) {
        application.attach(ScheduledJob("invitations/expire", 10ms));
    }));
    REQUIRE(child.wait_for("\"expired\""));
    child.send(SIGTERM);
    CHECK(child.exit_code() == 0);
    CHECK(child.wrote(R"("module":"invitations","method":"expire")"));
}

TEST_CASE("a job that can't run refuses the start with one line") {
    struct Case {
        std::vector<ScheduledJob> jobs;
        const char* line;
    };
    for (const Case& bad : {
             Case{{ScheduledJob("invitations/expir", 1s)},
                  "test: scheduled job 'invitations/expir': there is no such method"},
             Case{{ScheduledJob("expire", 1s)},
                  "test: scheduled job 'expire': there is no such method"},
             Case{{ScheduledJob("t", 0ms, tick)},
                  "test: scheduled job 't': its period must be positive"},
             Case{{ScheduledJob("t", 1s, tick), ScheduledJob("t", 2s, tick)},
                  "test: two scheduled jobs are called 't'"},
         }) {
        Child child(serve({}, [&bad](Application& application, FakeListener&) {
            for (const ScheduledJob& job : bad.jobs) application.attach(job);
        }));
        CHECK(child.exit_code() == 1);
        CHECK(child.wrote(bad.line));
    }
}

}  // namespace strata::runtime
