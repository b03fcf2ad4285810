#include "tools/commands/service_commands.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/commands/service_names.hpp"

namespace strata::tools {
namespace {

namespace fs = std::filesystem;

constexpr std::pair<const char*, const char*> commands[] = {
    {"serve", "Run the service"},
    {"call", "Call a method: call MODULE/METHOD [JSON or @FILE]"},
    {"config", "Print the effective configuration, with the origin of each value"},
    {"routes", "List the methods, their paths and the events"},
    {"migrate", "Show or apply the database's migrations"},
    {"backup", "Copy the SQLite database while it is in use: backup FILE"},
    {"health", "Ask a running service whether it lives: health [--ready]"},
};

[[noreturn]] void fail(const std::string& message) {
    std::cerr << "strata: " << message << '\n';
    throw CLI::RuntimeError(1);
}

auto find_binary(const std::string& given) -> fs::path {
    if (!given.empty()) return given;
    const auto names = service_names(".");
    if (names.empty())
        fail(
            "no strata_service() in ./CMakeLists.txt: run this in a service's folder, or name it "
            "with --binary");
    if (names.size() > 1) fail("more than one service here: name its binary with --binary");
    auto binary = fs::path("build/release") / names.front();
    if (!fs::exists(binary))
        fail(binary.string() + " is not built: run ./dev build, or name it with --binary");
    return binary;
}

[[noreturn]] void become(const fs::path& binary, const std::string& command,
                         const std::vector<std::string>& rest) {
    std::vector<std::string> words{binary.string(), command};
    words.insert(words.end(), rest.begin(), rest.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    ::execv(binary.c_str(), arguments.data());
    fail("can't run " + binary.string() + ": " + std::strerror(errno));
}

}  // namespace

void add_service_commands(CLI::App& app) {
    for (const auto& [name, help] : commands) {
        auto binary = std::make_shared<std::string>();
        auto* command = app.add_subcommand(name, help);
        command->add_option("--binary", *binary, "The service's binary");
        command->prefix_command();
        command->footer("Everything else goes to the service's binary as it is.");
        command->callback([command, binary, command_name = std::string(name)] {
            become(find_binary(*binary), command_name, command->remaining());
        });
    }
}

}  // namespace strata::tools
