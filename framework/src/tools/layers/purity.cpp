#include "tools/layers/purity.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "tools/layers/code_text.hpp"
#include "tools/layers/layer_sources.hpp"
#include "tools/layers/symbol_rules.hpp"
#include "tools/layers/symbol_table.hpp"

namespace strata::tools {
namespace {

namespace fs = std::filesystem;

// "std::chrono::_V2::system_clock::now()" -> "now", "domain::counter[abi:cxx11]" -> "counter"
auto identifier_of(std::string_view name) -> std::string {
    name = name.substr(0, name.find_first_of("([<", 1));
    const auto colon = name.find_last_of(':');
    return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

// Local variables are named behind their function: "domain::next()::counter".
auto variable_of(std::string_view name) -> std::string {
    const auto local = name.rfind(")::");
    return identifier_of(local == std::string_view::npos ? name : name.substr(local + 3));
}

auto line_of(const std::string& code, const std::string& word) -> std::optional<std::size_t> {
    const auto at = word.empty() ? std::string::npos : find_word(code, word);
    if (at == std::string::npos) return std::nullopt;
    return line_at(code, at);
}

class Sources final {
  public:
    explicit Sources(const fs::path& folder)
        : folder_(fs::weakly_canonical(folder)), files_(cpp_files(folder)) {}

    // The debug information says it; without any, the first place that names the word: in the
    // source of this object file, else in any.
    [[nodiscard]] auto place(const Symbol& symbol, const std::string& word) const -> Location {
        if (symbol.line != 0 && is_inside(symbol.file)) return {symbol.file, symbol.line, 0};
        std::optional<Location> elsewhere;
        for (const fs::path& file : files_) {
            const auto line = line_of(code_text(read_source(file)), word);
            const bool own = symbol.member.starts_with(file.filename().string());
            if (line && own) return {file.string(), *line, 0};
            if (line && !elsewhere) elsewhere = Location{file.string(), *line, 0};
        }
        return elsewhere.value_or(Location{source_of(symbol), 1, 0});
    }

  private:
    [[nodiscard]] auto is_inside(const std::string& file) const -> bool {
        return fs::weakly_canonical(file).string().starts_with(folder_.string() + "/");
    }

    [[nodiscard]] auto source_of(const Symbol& symbol) const -> std::string {
        const auto found = std::ranges::find_if(files_, [&](const fs::path& file) {
            return symbol.member.starts_with(file.filename().string());
        });
        return found == files_.end() ? folder_.string() : found->string();
    }

    fs::path folder_;
    std::vector<fs::path> files_;
};

}  // namespace

void check_purity(const fs::path& library, const fs::path& sources, const std::string& nm,
                  Diagnostics& diagnostics) {
    const Sources places(sources);
    for (const Symbol& symbol : read_symbols(library, nm)) {
        if (symbol.section == "*UND*") {
            if (const auto reach = symbol_reach(symbol.name)) {
                diagnostics.error(
                    places.place(symbol, identifier_of(symbol.name)),
                    "the domain uses " + symbol.name + ", which reaches " + std::string(*reach) +
                        ": take its result as a parameter and let the handler fetch it");
            }
        } else if (is_writable_global(symbol)) {
            diagnostics.error(
                places.place(symbol, variable_of(symbol.name)),
                "the domain holds the writable variable " + symbol.name +
                    ": make it constexpr, or take it as a parameter and return the new value");
        }
    }
}

}  // namespace strata::tools
