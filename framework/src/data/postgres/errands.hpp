#pragma once
// Errands: what blocks, and so runs on threads beside the loop: the resolver, cancel requests,
// scripts. Called on the loop's thread; `done` runs there too, unless the object is gone before.
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "strata/loop/worker_pool.hpp"

namespace strata::data::postgres {

class Errands final {
  public:
    using Work = std::function<void()>;
    using Done = std::function<void(std::exception_ptr)>;

    explicit Errands(EventLoop& loop);
    Errands(const Errands&) = delete;
    auto operator=(const Errands&) -> Errands& = delete;
    ~Errands();

    void start(std::string_view name, Work work, Done done);
    // One that runs, or ""; the destructor waits for it.
    [[nodiscard]] auto running() const -> std::string;

  private:
    class Errand;
    std::list<std::unique_ptr<Errand>> errands_;
    WorkerPool pool_;  // ends first, and with it what runs
};

}  // namespace strata::data::postgres
