#pragma once
// Health: whether the service may get traffic, by named checks. `/ready` answers with it; `/live`
// is the process itself and needs nothing. Loop thread only.
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strata::runtime {

struct CheckResult {
    std::string name{};
    std::string
        problem{};  // empty: passes. For operators: never shown to a client that is not local
};

class Health final {
  public:
    // Gives why the check fails now, or "". Must not block: it reads what its owner already knows.
    using Check = std::function<std::string()>;

    void add(std::string name, Check check);
    void remove(std::string_view name);

    // Started, not draining, and every check passes. In the order in which they were added.
    [[nodiscard]] auto ready() const -> bool;
    [[nodiscard]] auto results() const -> std::vector<CheckResult>;

    // By the Application: "starting", then "" (ready), then "draining".
    void set_phase(std::string phase) { phase_ = std::move(phase); }
    [[nodiscard]] auto phase() const -> const std::string& { return phase_; }

  private:
    std::string phase_{"starting"};
    std::vector<std::pair<std::string, Check>> checks_{};
};

}  // namespace strata::runtime
