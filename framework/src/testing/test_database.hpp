#pragma once
// TestDatabase: a database of one Service, a copy of the template that is made once a process for
// each registry and engine. Goes away with the object.
#include <string>

#include "strata/contract/registry.hpp"
#include "strata/testing/service.hpp"

namespace strata::testing {

class TestDatabase final {
  public:
    // Throws std::runtime_error.
    TestDatabase(const contract::Registry& registry, const Options& options);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    auto operator=(const TestDatabase&) -> TestDatabase& = delete;

    // Empty: the service has none.
    [[nodiscard]] auto url() const -> const std::string& { return url_; }

  private:
    std::string url_{};
    std::string file_{};  // SQLite
    std::string name_{};  // PostgreSQL
};

}  // namespace strata::testing
