#pragma once
// Watch: warns of how a unit of work uses the database, while a service is developed: of a
// statement that runs again and again (a loop that should be one query), and of a write unit that
// waits for something else, while others wait for it. Loop thread only.
#include <chrono>
#include <cstddef>
#include <string_view>
#include <unordered_map>

#include "strata/data/options.hpp"
#include "strata/data/statement.hpp"

namespace strata::data {

class Watch final {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr TimePoint never{};

    explicit Watch(const DatabaseOptions& options) : options_(options) {}

    // `idle_since`: when the statement before it completed, never if there was none.
    void run(const Statement& statement, TimePoint idle_since);
    void end(TimePoint idle_since) { check_idle("the end of the unit", idle_since); }

  private:
    void check_idle(std::string_view next, TimePoint idle_since);

    const DatabaseOptions& options_;
    std::unordered_map<const Statement*, std::size_t> runs_{};
    std::string_view last_{};
};

}  // namespace strata::data
