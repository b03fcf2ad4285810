#include "strata/loop/suspension.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <stdexcept>
#include <string>

#include "strata/loop/activity.hpp"
#include "strata/loop/event_loop.hpp"
#include "strata/loop/sleep.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/task_group.hpp"

namespace {

using strata::Cancelled;
using strata::CancelReason;
using strata::CancelScope;
using strata::EventLoop;
using strata::OnCancel;
using strata::Suspension;
using strata::Task;

// A leaf whose operation is whatever the test says.
class Leaf final : public Suspension {
  public:
    Leaf(Leaf*& self, OnCancel on_cancel, std::function<void(Leaf&)> on_start = nullptr)
        : self_(self), on_cancel_(on_cancel), on_start_(std::move(on_start)) {}
    ~Leaf() override { self_ = nullptr; }
    void await_resume() const { throw_if_cancelled(); }

  private:
    void start() override {
        self_ = this;
        if (on_start_) on_start_(*this);
    }
    auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel override { return on_cancel_; }

    Leaf*& self_;
    OnCancel on_cancel_;
    std::function<void(Leaf&)> on_start_;
};

struct Fixture {
    EventLoop loop;
    CancelScope scope{loop};
    Leaf* leaf = nullptr;
    std::string seen;
    std::function<void(Leaf&)> on_start;

    auto wait(OnCancel on_cancel) -> Task<> {
        try {
            co_await Leaf(leaf, on_cancel, on_start);
            seen += "done";
        } catch (const Cancelled& cancelled) {
            seen += to_string(cancelled.reason());
        } catch (const std::runtime_error& error) {
            seen += error.what();
        }
    }
    auto begin(Task<>& task) -> bool { return task.start(scope, nullptr, nullptr); }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "suspension: complete() resumes here, and only once") {
    auto task = wait(OnCancel::resume);
    CHECK_FALSE(begin(task));
    REQUIRE(leaf != nullptr);
    CHECK(leaf->is_waiting());
    CHECK(leaf->complete());
    CHECK(task.is_done());
    CHECK(seen == "done");
    CHECK(leaf == nullptr);
}

TEST_CASE_FIXTURE(Fixture,
                  "suspension: complete_later() resumes from the ready queue, and only once") {
    auto task = wait(OnCancel::resume);
    CHECK_FALSE(begin(task));
    CHECK(leaf->complete_later());
    CHECK_FALSE(leaf->complete_later());
    CHECK_FALSE(leaf->complete());
    CHECK_FALSE(leaf->is_waiting());
    CHECK(seen.empty());
    scope.cancel(CancelReason::deadline);
    loop.run();
    CHECK(seen == "done");
}

TEST_CASE_FIXTURE(Fixture, "suspension: completed inside start(), it never suspends") {
    on_start = [](Leaf& started) { CHECK(started.complete()); };
    auto now = wait(OnCancel::resume);
    CHECK(begin(now));
    on_start = [](Leaf& started) {
        CHECK(started.complete_later());
        CHECK_FALSE(started.complete());
    };
    auto later = wait(OnCancel::resume);
    CHECK(begin(later));
    CHECK(seen == "donedone");
    CHECK(loop.statistics().resumed == 0);
}

TEST_CASE_FIXTURE(Fixture, "suspension: an exception of start() is thrown at the co_await") {
    on_start = [](Leaf&) { throw std::runtime_error("not started"); };
    auto task = wait(OnCancel::resume);
    CHECK(begin(task));
    CHECK(seen == "not started");
    scope.cancel(CancelReason::deadline);
}

TEST_CASE_FIXTURE(Fixture, "suspension: in a cancelled scope it does not start") {
    scope.cancel(CancelReason::disconnect);
    on_start = [](Leaf&) { FAIL("started"); };
    auto task = wait(OnCancel::resume);
    CHECK(begin(task));
    CHECK(seen == "disconnect");
}

TEST_CASE_FIXTURE(Fixture, "suspension: cancelled inside its own start()") {
    on_start = [this](Leaf&) { scope.cancel(CancelReason::shutdown); };
    auto task = wait(OnCancel::resume);
    CHECK(begin(task));
    CHECK(seen == "shutdown");
}

TEST_CASE_FIXTURE(Fixture, "suspension: an operation that can't be cut ends the wait itself") {
    auto task = wait(OnCancel::wait);
    CHECK_FALSE(begin(task));
    scope.cancel(CancelReason::deadline);
    loop.run();
    CHECK(seen.empty());
    REQUIRE(leaf != nullptr);
    CHECK(leaf->is_waiting());
    CHECK(leaf->complete());
    CHECK(seen == "deadline");
}

TEST_CASE_FIXTURE(Fixture,
                  "suspension: destroyed while it waits, it leaves its scope and the queue") {
    {
        auto task = wait(OnCancel::resume);
        CHECK_FALSE(begin(task));
    }
    CHECK(leaf == nullptr);
    {
        auto task = wait(OnCancel::resume);
        CHECK_FALSE(begin(task));
        leaf->complete_later();
    }
    {
        auto task = wait(OnCancel::wait);
        CHECK_FALSE(begin(task));
        scope.cancel(CancelReason::deadline);
    }
    loop.run();
    CHECK(seen.empty());
}

namespace {

auto say_twice(EventLoop& loop, std::string& said) -> Task<> {
    said += strata::current_activity() + ' ';
    co_await strata::sleep(loop, std::chrono::milliseconds(1));
    said += strata::current_activity() + ' ';
}

}  // namespace

TEST_CASE("what a task does after a wait has the name of what began it") {
    static const std::string one = "orders/pay";
    static const std::string other = "orders/list";
    EventLoop loop;
    std::string of_one;
    std::string of_other;
    std::string of_none;
    strata::TaskGroup group(loop);
    {
        const strata::Activity activity(one);
        group.spawn(say_twice(loop, of_one));
    }
    {
        const strata::Activity activity(other);
        group.spawn(say_twice(loop, of_other));
    }
    group.spawn(say_twice(loop, of_none));
    loop.run();
    CHECK(of_one == "orders/pay orders/pay ");
    CHECK(of_other == "orders/list orders/list ");
    CHECK(of_none == "  ");
    CHECK(strata::current_activity().empty());
}
