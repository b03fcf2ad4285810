#pragma once
// A service in a temporary folder, built by strata_service() in a project of its own, to plant
// violations in.
#include <filesystem>
#include <string>

#include "support/process.hpp"

namespace tests::layers {

class PlantedService final {
  public:
    // `flags` are of the compiler.
    explicit PlantedService(const std::string& flags);

    // Builds one target ("planted_domain"): exit status and output.
    [[nodiscard]] auto build(const std::string& target) const -> Finished;
    [[nodiscard]] auto file(const std::string& path) const -> std::string;
    void write(const std::string& path, const std::string& text) const;
    // Puts the service's own file back, or removes what was added.
    void restore(const std::string& path) const;

  private:
    TemporaryFolder folder_;
};

}  // namespace tests::layers
