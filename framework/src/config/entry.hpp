#pragma once
// Entry: one value of one source, with the place that says it. What the sources of a configuration
// are read into, lowest precedence first, before any of it reaches a settings struct.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strata/config/settings.hpp"

namespace strata::config {

struct Entry {
    std::string key{};  // "server.port"
    Value value{};
    std::string origin{};  // "config/default.json:3", "STRATA_SERVER_PORT", "--port"
};

// What the readers of sources know of the keys.
struct KnownKey {
    std::string name{};
    std::string variable{};
    std::string flag{};  // short form, "port"; often empty
    bool from_file = false;
};

struct Catalog {
    std::vector<KnownKey> keys{};

    [[nodiscard]] auto find(std::string_view name) const -> const KnownKey*;
};

struct Collected {
    std::vector<Entry> entries{};
    std::vector<std::string> faults{};
    std::string environment{};
};

// All sources, in the order of their precedence.
[[nodiscard]] auto collect(const Sources& sources, const Catalog& catalog) -> Collected;

// One JSON file (comments and trailing commas allowed).
void read_document(const File& file, const Catalog& catalog, Collected& into);

// The content of a secret's file without its last newline; a fault in `into` when it can't be read.
[[nodiscard]] auto read_secret(const std::string& path, std::string_view origin, Collected& into)
    -> std::optional<Value>;

}  // namespace strata::config
