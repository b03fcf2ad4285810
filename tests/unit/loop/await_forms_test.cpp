// Every form of co_await that services may write, held under GCC 12 and AddressSanitizer: what the
// compiler destroys twice shows up here.
#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "strata/loop/run_task.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/worker_pool.hpp"

using namespace std::chrono_literals;

namespace {

using strata::Errors;
using strata::EventLoop;
using strata::run_task;
using strata::Task;
using strata::WorkerPool;

// Counts its living copies, and owns memory.
class Tracked {
  public:
    explicit Tracked(std::string text) : text_(std::move(text)) { ++alive; }
    Tracked(const Tracked& other) : text_(other.text_) { ++alive; }
    Tracked(Tracked&& other) noexcept : text_(std::move(other.text_)) { ++alive; }
    auto operator=(const Tracked&) -> Tracked& = default;
    auto operator=(Tracked&&) noexcept -> Tracked& = default;
    ~Tracked() { --alive; }
    [[nodiscard]] auto text() const -> const std::string& { return text_; }

    static inline int alive = 0;

  private:
    std::string text_;
};

// A generated struct: public members, a constructor, no aggregate.
class Parameters {
  public:
    Parameters(Tracked a, Tracked b, std::optional<std::string> c = std::nullopt)
        : first(std::move(a)), second(std::move(b)), third(std::move(c)) {}
    Tracked first;
    Tracked second;
    std::optional<std::string> third;
};

struct Broken {
    std::string why;
};

const std::string long_text = "a text that is too long for the small string";

auto make(const char* suffix) -> Tracked { return Tracked(long_text + suffix); }

auto join(EventLoop& loop, Parameters p) -> Task<std::string> {
    co_await strata::sleep(loop, 0ms);
    co_return p.first.text() + p.second.text() + p.third.value_or("");
}

auto by_reference(EventLoop& loop, const Tracked& tracked) -> Task<std::string> {
    co_await strata::sleep(loop, 0ms);
    co_return tracked.text();
}

auto maybe(EventLoop& loop, bool good) -> Task<Tracked, Errors<Broken>> {
    co_await strata::sleep(loop, 0ms);
    if (!good) co_return Broken{long_text};
    co_return make("maybe");
}

auto none(EventLoop& loop) -> Task<std::optional<Tracked>> {
    co_await strata::sleep(loop, 0ms);
    co_return std::nullopt;
}

auto many(std::vector<std::string> names) -> Task<std::size_t> { co_return names.size(); }

auto structs(EventLoop& loop) -> Task<std::string> {
    std::string out;
    out += co_await join(loop, Parameters(make("1"), make("2")));
    out += co_await join(loop, {make("1"), make("2"), "3"});
    Parameters local(make("1"), make("2"));
    out += co_await join(loop, local);
    out += co_await join(loop, std::move(local));
    auto stored = join(loop, Parameters(make("1"), make("2")));
    out += co_await stored;
    auto moved = join(loop, Parameters(make("1"), make("2")));
    out += co_await std::move(moved);
    out += co_await by_reference(loop, make("temporary"));
    co_return out;
}

auto results(EventLoop& loop) -> Task<std::string> {
    if (auto good = co_await maybe(loop, true)) co_return good->text();
    co_return "none";
}

auto errors(EventLoop& loop) -> Task<std::string, Errors<Broken>> {
    auto bad = co_await maybe(loop, false);
    if (!bad) co_return strata::fail(bad.error());
    if (!co_await none(loop)) co_return "none";
    co_return (co_await maybe(loop, true))->text();
}

auto conditions(EventLoop& loop) -> Task<int> {
    int count = 0;
    if (!(co_await none(loop))) ++count;
    count += (co_await maybe(loop, true)).has_value() ? 1 : 0;
    for (int i = 0; i < 3 && (co_await maybe(loop, true)).has_value(); ++i) ++count;
    while (count < 6 && !co_await none(loop)) ++count;
    // An initializer list inside of the co_await expression does not compile under GCC 12.
    std::vector<std::string> names{"a", long_text};
    switch (co_await many(std::move(names))) {
        case 2: co_return count;
        default: co_return -1;
    }
}

auto caught(EventLoop& loop) -> Task<std::string> {
    std::string out;
    try {
        auto value = (co_await maybe(loop, false)).value();
        out = value.text();
    } catch (const std::bad_variant_access&) {
        out = "caught";
    }
    out += co_await join(loop, Parameters(make("after"), make("wards")));
    co_return out;
}

auto free_function() -> int { return 4; }

auto callables(WorkerPool& pool) -> Task<std::string> {
    std::string text = long_text;
    Tracked tracked = make("captured");
    std::string out = co_await pool.run("text", strata::Lane::cpu, [&] { return text + "!"; });
    co_await pool.run("void", strata::Lane::blocking, [&] { out += tracked.text(); });
    int four = co_await pool.run("function", strata::Lane::cpu, free_function);
    auto owning = [tracked] { return tracked.text(); };
    out += co_await pool.run("lvalue", strata::Lane::cpu, owning);
    auto moved = co_await pool.run("moved", strata::Lane::cpu, [&] { return std::move(tracked); });
    co_return out + moved.text() + std::to_string(four);
}

}  // namespace

TEST_CASE("await forms: structs, braces, locals, moved locals and stored tasks") {
    EventLoop loop;
    auto text = run_task(loop, structs(loop));
    CHECK(text.size() == 13 * long_text.size() + 12 + 1 + 9);
    CHECK(Tracked::alive == 0);
}

TEST_CASE("await forms: results, optionals and errors in conditions") {
    EventLoop loop;
    CHECK(run_task(loop, results(loop)) == long_text + "maybe");
    CHECK(run_task(loop, errors(loop)).error().get<Broken>().why == long_text);
    CHECK(run_task(loop, conditions(loop)) == 6);
    CHECK(run_task(loop, caught(loop)).starts_with("caught"));
    CHECK(Tracked::alive == 0);
}

TEST_CASE("await forms: callables for a worker") {
    EventLoop loop;
    WorkerPool pool(loop, {.cpu_threads = 1, .blocking_threads = 1});
    auto text = run_task(loop, callables(pool));
    CHECK(text.ends_with(long_text + "captured4"));
    CHECK(Tracked::alive == 0);
}
