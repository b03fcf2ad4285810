#pragma once
// What a static library uses and defines, as nm tells it. Runs nm; throws std::runtime_error if
// that fails.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace strata::tools {

struct Symbol {
    std::string name{};     // demangled
    std::string member{};   // the object file in the library: "mail.cpp.o"
    std::string section{};  // ".text", ".bss"; "*UND*" for one that is only used
    std::string file{};     // where it is used or defined; empty without debug information
    std::size_t line = 0;
};

[[nodiscard]] auto read_symbols(const std::filesystem::path& library, const std::string& nm)
    -> std::vector<Symbol>;

// The output of `nm --format=sysv --line-numbers`.
[[nodiscard]] auto parse_symbols(std::string_view output) -> std::vector<Symbol>;

}  // namespace strata::tools
