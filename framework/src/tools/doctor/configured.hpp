#pragma once
// Configured: what a service's configuration says, as far as its files and variables tell:
// config/default.json, the file of STRATA_ENV, STRATA_ variables. For tools, which do not know a
// service's sections: the defaults of the few keys that they ask for stand in configured.cpp.
#include <filesystem>
#include <string>
#include <vector>

#include "strata/json/json.hpp"

namespace strata::tools::doctor {

class Configured final {
  public:
    explicit Configured(const std::filesystem::path& service);
    // What its files say for production, whatever the variables are here.
    [[nodiscard]] static auto of_production(const std::filesystem::path& service) -> Configured;

    // As text; REQUIRES: a key of defaults(), or one that the service must have itself.
    [[nodiscard]] auto value(const std::string& key) const -> std::string;
    [[nodiscard]] auto number(const std::string& key) const -> std::uint64_t;
    // A size, in bytes.
    [[nodiscard]] auto bytes(const std::string& key) const -> std::uint64_t;
    // A duration, in whole seconds.
    [[nodiscard]] auto seconds(const std::string& key) const -> std::uint64_t;
    [[nodiscard]] auto environment() const -> const std::string& { return environment_; }
    // "config/default.json:3:5: ...": files that are no JSON.
    [[nodiscard]] auto faults() const -> const std::vector<std::string>& { return faults_; }

    // The keys that tools ask for, with the defaults of the framework.
    [[nodiscard]] static auto defaults() -> const std::vector<std::pair<std::string, std::string>>&;

  private:
    Configured(const std::filesystem::path& service, std::string environment, bool variables);
    void read(const std::filesystem::path& service, const std::string& file);

    std::string environment_;
    bool variables_;                   // whether they count
    std::vector<json::Json> files_{};  // the last one wins
    std::vector<std::string> faults_{};
};

}  // namespace strata::tools::doctor
