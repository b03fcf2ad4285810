#pragma once
// CommandLine: what was typed after the service's name. Nothing is looked up yet: flags are pairs,
// keys are checked with the rest of the configuration.
//
//     mail [serve] [--config FILE] [--KEY VALUE]...       a value may also follow after "="
//     mail call mail/send @in.json --database.url sqlite:data/x.db
//     mail call mail/send @in.json --as 0190c8a4-0000-7000-8000-00000000000a --groups staff,admins
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strata/values/caller.hpp"

namespace strata::runtime {

// Its what() is one line for the user.
class UsageError final : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct CommandLine {
    std::string command{"serve"};
    std::vector<std::string> arguments{};
    std::vector<std::pair<std::string, std::string>> flags{};
    std::string config_file{};
    bool ready = false;              // of `health`
    std::optional<Caller> caller{};  // of `call`: who calls; none: the command line itself
};

// `arguments` without the program's name. Throws UsageError.
[[nodiscard]] auto parse_command_line(std::span<const char* const> arguments) -> CommandLine;

[[nodiscard]] auto help_text(std::string_view service) -> std::string;

}  // namespace strata::runtime
