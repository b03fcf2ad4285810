// What a build needs.
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tools/doctor/command_output.hpp"
#include "tools/doctor/doctor.hpp"

namespace strata::tools::doctor {

namespace {

struct Tool {
    const char* name;
    const char* package;
    unsigned least;  // major * 100 + minor
};
constexpr Tool tools[] = {
    {"cmake", "cmake", 325}, {"ninja", "ninja-build", 110}, {"pkg-config", "pkg-config", 29}};

struct Library {
    const char* module;  // of pkg-config
    const char* package;
    const char* least;
};
constexpr Library libraries[] = {{"sqlite3", "libsqlite3-dev", "3.40"},
                                 {"libpq", "libpq-dev", "15"},
                                 {"libpqxx", "libpqxx-dev", "6.4"},
                                 {"libsodium", "libsodium-dev", "1.0.18"},
                                 {"libpcre2-8", "libpcre2-dev", "10.40"},
                                 {"libidn2", "libidn2-dev", "2.3"},
                                 {"libbrotlienc", "libbrotli-dev", "1.0"},
                                 {"zlib", "zlib1g-dev", "1.2.13"},
                                 {"fmt", "libfmt-dev", "9.1"},
                                 {"spdlog", "libspdlog-dev", "1.10"}};

constexpr unsigned least_gcc = 1200;
constexpr unsigned least_clang = 1900;
constexpr unsigned least_boost = 108100;  // BOOST_VERSION

auto install(const std::string& package) -> std::string { return "apt-get install " + package; }

// The first "MAJOR.MINOR" of a text.
auto version_in(const std::string& text) -> unsigned {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (std::isdigit(static_cast<unsigned char>(text[at])) == 0) continue;
        char* end = nullptr;
        const auto major = std::strtoul(text.c_str() + at, &end, 10);
        if (*end == '.')
            return static_cast<unsigned>(major * 100 + std::strtoul(end + 1, &end, 10));
        at = static_cast<std::size_t>(end - text.c_str());
    }
    return 0;
}

auto first_line(const std::string& text) -> std::string { return text.substr(0, text.find('\n')); }

auto compiler() -> Finding {
    const char* named = std::getenv("CXX");
    const std::string name = named != nullptr && *named != '\0' ? named : "c++";
    const auto output = command_output(name + " --version");
    if (!output) return {"compiler", false, name + " is not installed", install("g++")};
    const bool clang = output->find("clang") != std::string::npos;
    const auto macros = command_output(name + " -dumpfullversion -dumpversion");
    const unsigned version = version_in(macros.value_or(*output) + ".0");
    if (version >= (clang ? least_clang : least_gcc))
        return {"compiler", true, first_line(*output)};
    return {"compiler", false, first_line(*output) + ": GCC 12 or Clang 19 is needed",
            install("g++-12") + " && export CXX=g++-12"};
}

auto find_tool(const Tool& tool) -> Finding {
    const auto output = command_output(std::string(tool.name) + " --version");
    if (!output)
        return {tool.name, false, std::string(tool.name) + " is not installed",
                install(tool.package)};
    if (version_in(*output) >= tool.least) return {tool.name, true, first_line(*output)};
    return {tool.name, false, first_line(*output) + " is too old", install(tool.package)};
}

auto find_library(const Library& library) -> Finding {
    const std::string name = library.module;
    const auto version = command_output("pkg-config --modversion " + name);
    if (!version) return {name, false, "is not installed", install(library.package)};
    if (command_output("pkg-config --atleast-version=" + std::string(library.least) + " " + name))
        return {name, true, first_line(*version)};
    return {name, false, first_line(*version) + " is older than " + library.least,
            install(library.package)};
}

auto boost(const std::filesystem::path& root) -> Finding {
    std::ifstream file(root / "usr/include/boost/version.hpp");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    constexpr std::string_view macro = "#define BOOST_VERSION ";
    const auto at = text.find(macro);
    const auto version =
        at == std::string::npos ? 0UL : std::strtoul(text.c_str() + at + macro.size(), nullptr, 10);
    const std::string shown =
        std::to_string(version / 100000) + "." + std::to_string(version / 100 % 1000);
    if (version >= least_boost) return {"boost", true, shown};
    return {"boost", false, version == 0 ? "is not installed" : shown + " is older than 1.81",
            install("libboost1.81-dev")};
}

}  // namespace

auto examine_toolchain(const Place& place) -> std::vector<Finding> {
    std::vector<Finding> findings{compiler()};
    for (const Tool& tool : tools) findings.push_back(find_tool(tool));
    findings.push_back(boost(place.root));
    if (!command_output("pkg-config --version")) return findings;  // nobody else knows of them
    for (const Library& library : libraries) findings.push_back(find_library(library));
    return findings;
}

}  // namespace strata::tools::doctor
