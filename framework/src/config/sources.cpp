#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "config/entry.hpp"
#include "strata/json/suggest.hpp"

namespace strata::config {

namespace {

constexpr std::string_view prefix = "STRATA_";
constexpr std::string_view environment_variable = "STRATA_ENV";
constexpr std::string_view file_suffix = "_FILE";
constexpr std::array known_environments{std::string_view("development"), std::string_view("test"),
                                        std::string_view("production")};
constexpr std::size_t secret_limit = 64 * 1024;

auto plain(std::string text) -> Value {
    return Value{.form = Value::Form::text, .text = std::move(text), .items = {}, .plain = true};
}

auto read_file(const std::string& path) -> std::optional<std::string> {
    std::ifstream stream(path, std::ios::binary);
    if (!stream || std::filesystem::is_directory(path)) return std::nullopt;
    std::ostringstream text;
    text << stream.rdbuf();
    if (stream.bad()) return std::nullopt;
    return std::move(text).str();
}

// Kubernetes sets STRATA_PORT, STRATA_PORT_8000_TCP, STRATA_SERVICE_HOST, ... for a Service named
// `strata`.
auto set_by_kubernetes(std::string_view name) -> bool {
    return name == "STRATA_PORT" || name.starts_with("STRATA_PORT_") ||
           name.starts_with("STRATA_SERVICE_");
}

auto environment_of(const Sources& sources, Collected& into) -> std::string {
    for (const auto& [name, value] : sources.variables) {
        if (name != environment_variable) continue;
        const bool word = !value.empty() && std::ranges::all_of(value, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        });
        if (word) return value;
        into.faults.push_back("STRATA_ENV: must be a word as \"production\", not \"" + value + '"');
    }
    return "development";
}

// The file of this name: in development from the working folder if it is there, else the embedded
// one.
void read_layer(const std::string& path, const Sources& sources, const Catalog& catalog,
                bool required, Collected& into) {
    if (sources.working_folder && into.environment == "development") {
        if (const auto text = read_file(path)) {
            read_document(File{.path = path, .text = *text}, catalog, into);
            return;
        }
    }
    const auto file = std::ranges::find(sources.files, path, &File::path);
    if (file != sources.files.end()) {
        read_document(*file, catalog, into);
    } else if (required) {
        into.faults.push_back("STRATA_ENV: there is no " + path);
    }
}

void read_files(const Sources& sources, const Catalog& catalog, Collected& into) {
    read_layer("config/default.json", sources, catalog, false, into);
    const bool known =
        std::ranges::find(known_environments, into.environment) != known_environments.end();
    read_layer("config/" + into.environment + ".json", sources, catalog, !known, into);
    if (sources.config_file.empty()) return;
    if (const auto text = read_file(sources.config_file)) {
        read_document(File{.path = sources.config_file, .text = *text}, catalog, into);
    } else {
        into.faults.push_back("--config: can't read " + sources.config_file);
    }
}

auto without_suffix(std::string_view name) -> std::string_view {
    return name.ends_with(file_suffix) ? name.substr(0, name.size() - file_suffix.size()) : name;
}

void refuse_variable(const std::string& name, const Catalog& catalog, Collected& into) {
    std::vector<std::string_view> names{environment_variable};
    for (const KnownKey& key : catalog.keys) names.push_back(key.variable);
    into.faults.push_back(json::with_suggestion(name + ": unknown variable", name, names));
}

void read_variable(const std::string& name, const std::string& value, const Catalog& catalog,
                   Collected& into) {
    if (const auto key = std::ranges::find(catalog.keys, name, &KnownKey::variable);
        key != catalog.keys.end()) {
        into.entries.push_back(Entry{.key = key->name, .value = plain(value), .origin = name});
        return;
    }
    const auto key = std::ranges::find(catalog.keys, without_suffix(name), &KnownKey::variable);
    if (key != catalog.keys.end() && key->from_file) {
        if (auto secret = read_secret(value, name, into)) {
            into.entries.push_back(
                Entry{.key = key->name, .value = std::move(*secret), .origin = name});
        }
    } else if (!set_by_kubernetes(name)) {
        refuse_variable(name, catalog, into);
    }
}

void refuse_both_forms(const Sources& sources, const Catalog& catalog, Collected& into) {
    const auto set = [&](const std::string& name) {
        return std::ranges::any_of(sources.variables,
                                   [&](const auto& variable) { return variable.first == name; });
    };
    for (const KnownKey& key : catalog.keys) {
        const std::string file = key.variable + std::string(file_suffix);
        if (key.from_file && set(key.variable) && set(file)) {
            into.faults.push_back(file + ": " + key.variable + " is set as well; keep one of them");
        }
    }
}

void read_variables(const Sources& sources, const Catalog& catalog, Collected& into) {
    for (const auto& [name, value] : sources.variables) {
        if (name.starts_with(prefix) && name != environment_variable) {
            read_variable(name, value, catalog, into);
        }
    }
    refuse_both_forms(sources, catalog, into);
}

void read_flags(const Sources& sources, const Catalog& catalog, Collected& into) {
    std::vector<std::string_view> names;
    for (const KnownKey& key : catalog.keys) {
        names.push_back(key.name);
        if (!key.flag.empty()) names.push_back(key.flag);
    }
    for (const auto& [name, value] : sources.flags) {
        const std::string origin = "--" + name;
        const KnownKey* key = catalog.find(name);
        if (key != nullptr) {
            into.entries.push_back(
                Entry{.key = key->name, .value = plain(value), .origin = origin});
        } else {
            into.faults.push_back(json::with_suggestion(origin + ": unknown flag", name, names));
        }
    }
}

}  // namespace

auto Catalog::find(std::string_view name) const -> const KnownKey* {
    const auto key = std::ranges::find_if(
        keys, [name](const KnownKey& one) { return one.name == name || one.flag == name; });
    return key == keys.end() || name.empty() ? nullptr : &*key;
}

auto read_secret(const std::string& path, std::string_view origin, Collected& into)
    -> std::optional<Value> {
    auto text = read_file(path);
    if (!text || text->size() > secret_limit) {
        into.faults.push_back(std::string(origin) + ": " +
                              (text ? path + " is larger than 64KiB" : "can't read " + path));
        return std::nullopt;
    }
    if (text->ends_with('\n')) text->pop_back();
    if (text->ends_with('\r')) text->pop_back();
    return plain(std::move(*text));
}

auto collect(const Sources& sources, const Catalog& catalog) -> Collected {
    Collected collected;
    collected.environment = environment_of(sources, collected);
    read_files(sources, catalog, collected);
    read_variables(sources, catalog, collected);
    read_flags(sources, catalog, collected);
    return collected;
}

}  // namespace strata::config
