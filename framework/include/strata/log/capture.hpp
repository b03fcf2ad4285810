#pragma once
// Capture: takes every log line while it lives, instead of the output, as JSON. For tests of what
// is logged, and of what must not be. One at a time; any thread may log meanwhile.
#include <string>
#include <string_view>
#include <vector>

#include "strata/log/level.hpp"

namespace strata::log {

class Capture final {
  public:
    explicit Capture(Level level = Level::trace);
    Capture(const Capture&) = delete;
    auto operator=(const Capture&) -> Capture& = delete;
    ~Capture();

    [[nodiscard]] auto lines() const -> std::vector<std::string>;
    // Whether a line holds this text.
    [[nodiscard]] auto contains(std::string_view text) const -> bool;

  private:
    Level level_before_;
};

}  // namespace strata::log
