#include "tools/layers/symbol_table.hpp"

#include <cxxabi.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>

namespace strata::tools {
namespace {

struct Free {
    void operator()(char* text) const { std::free(text); }
};

auto demangled(const std::string& name) -> std::string {
    int status = 0;
    const std::unique_ptr<char, Free> text(
        abi::__cxa_demangle(name.c_str(), nullptr, nullptr, &status));
    return status == 0 ? std::string(text.get()) : name;
}

auto trimmed(std::string_view text) -> std::string_view {
    const auto start = text.find_first_not_of(' ');
    if (start == std::string_view::npos) return {};
    return text.substr(start, text.find_last_not_of(" \r") - start + 1);
}

// "Symbols from libx.a[mail.cpp.o]:"
auto member_of(std::string_view line) -> std::string {
    const auto open = line.find_last_of('[');
    const auto close = line.find_last_of(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return {};
    return std::string(line.substr(open + 1, close - open - 1));
}

void set_position(Symbol& symbol, std::string_view position) {
    const auto colon = position.find_last_of(':');
    if (colon == std::string_view::npos) return;
    std::from_chars(position.data() + colon + 1, position.data() + position.size(), symbol.line);
    if (symbol.line != 0) symbol.file = position.substr(0, colon);
}

// "name|value|class|type|size|line|section\tfile:line"
auto symbol_of(std::string_view line, const std::string& member) -> std::optional<Symbol> {
    constexpr std::size_t columns = 7;
    std::array<std::string_view, columns> column;
    for (std::size_t index = 0; index + 1 < columns; ++index) {
        const auto bar = line.find('|');
        if (bar == std::string_view::npos) return std::nullopt;
        column[index] = trimmed(line.substr(0, bar));
        line.remove_prefix(bar + 1);
    }
    const auto tab = std::min(line.find('\t'), line.size());
    Symbol symbol{demangled(std::string(column[0])),
                  member,
                  std::string(trimmed(line.substr(0, tab))),
                  {},
                  0};
    if (tab < line.size()) set_position(symbol, trimmed(line.substr(tab + 1)));
    return symbol;
}

auto shell_word(const std::string& text) -> std::string {
    std::string word = "'";
    for (const char character : text) {
        word += character == '\'' ? std::string("'\\''") : std::string(1, character);
    }
    return word + "'";
}

}  // namespace

auto parse_symbols(std::string_view output) -> std::vector<Symbol> {
    std::vector<Symbol> symbols;
    std::string member;
    while (!output.empty()) {
        const auto end = std::min(output.find('\n'), output.size());
        const auto line = output.substr(0, end);
        output.remove_prefix(std::min(end + 1, output.size()));
        if (line.find(" from ") != std::string_view::npos && line.ends_with(':')) {
            member = member_of(line);
        } else if (auto symbol = symbol_of(line, member)) {
            symbols.push_back(std::move(*symbol));
        }
    }
    return symbols;
}

auto read_symbols(const std::filesystem::path& library, const std::string& nm)
    -> std::vector<Symbol> {
    const auto command =
        shell_word(nm) + " --format=sysv --line-numbers " + shell_word(library.string());
    std::FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + nm);
    std::string output;
    std::array<char, 65536> buffer;
    while (const auto size = std::fread(buffer.data(), 1, buffer.size(), pipe))
        output.append(buffer.data(), size);
    if (::pclose(pipe) != 0) throw std::runtime_error(nm + " can't read " + library.string());
    return parse_symbols(output);
}

}  // namespace strata::tools
