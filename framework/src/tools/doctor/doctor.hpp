#pragma once
// doctor: whether a service can be built and run here: tools, libraries, configuration, port,
// database, and what the machine or container allows against what the configuration asks for. It
// changes nothing, but binds the port and connects to the database for a moment.
#include <filesystem>
#include <string>
#include <vector>

namespace strata::tools::doctor {

struct Finding {
    std::string check{};  // "port"
    bool well = true;
    std::string message{};  // what was found
    std::string mend{};     // the command that mends it; empty when all is well
};

// Where it looks. `root` is where the files of the system are: of another one in tests.
struct Place {
    std::filesystem::path service = ".";
    std::filesystem::path root = "/";
};

[[nodiscard]] auto examine(const Place& place) -> std::vector<Finding>;

// Its parts.
[[nodiscard]] auto examine_toolchain(const Place& place) -> std::vector<Finding>;
[[nodiscard]] auto examine_service(const Place& place) -> std::vector<Finding>;
[[nodiscard]] auto examine_deploy(const Place& place) -> std::vector<Finding>;
[[nodiscard]] auto examine_limits(const Place& place) -> std::vector<Finding>;

}  // namespace strata::tools::doctor
