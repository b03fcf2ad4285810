#pragma once
// FakeListener: says in the log which of its functions was called, and drains as a test wants it
// to.
#include <functional>
#include <string>
#include <utility>

#include "strata/log/log.hpp"
#include "strata/loop/event.hpp"
#include "strata/runtime/listener.hpp"

namespace strata::runtime {

class FakeListener final : public Listener {
  public:
    explicit FakeListener(std::string name = "fake") : name_(std::move(name)) {}

    std::function<void()> on_start{};
    std::function<void()> on_begin_drain{};
    bool busy = false;         // a call is in flight that does not end by itself
    bool ignores_cut = false;  // and can't be cut

    [[nodiscard]] auto name() const -> std::string_view override { return name_; }
    void start() override {
        if (on_start) on_start();
        say("start");
    }
    void begin_drain() override {
        say("begin_drain");
        if (on_begin_drain) on_begin_drain();
    }
    void stop_accepting() override { say("stop_accepting"); }
    auto drain(std::chrono::steady_clock::time_point /*deadline*/) -> Task<DrainReport> override {
        say("drain");
        DrainReport report;
        report.served = 3;
        if (busy) {
            co_await cut_.wait();
            report.cut.emplace_back("orders/slow", std::chrono::milliseconds(1234));
        }
        co_return report;
    }
    void cut() override {
        say("cut");
        if (!ignores_cut) cut_.set();
    }

  private:
    void say(const char* what) const { log::info(name_ + '.' + what); }

    std::string name_;
    AsyncEvent cut_{};
};

}  // namespace strata::runtime
