#pragma once
// Diagnostics: every error that a run found, told in the compiler's form so that editors jump to
// them: "schemas/orders.schema:41:9: error: unknown type Ordr; did you mean Order?" One thread.
#include <string>
#include <string_view>
#include <vector>

#include "tools/model/location.hpp"

namespace strata::tools {

struct Diagnostic {
    Location location{};
    std::string message{};
};

class Diagnostics final {
  public:
    void error(const Location& location, std::string message);

    [[nodiscard]] auto empty() const noexcept -> bool { return errors_.empty(); }
    // By file, line and column; the same error only once.
    [[nodiscard]] auto sorted() const -> std::vector<Diagnostic>;
    [[nodiscard]] auto to_string() const -> std::string;

  private:
    std::vector<Diagnostic> errors_;
};

}  // namespace strata::tools
