#include "strata/data/scripts.hpp"

#include <algorithm>

namespace strata::data {
namespace {

constexpr std::string_view baseline = "db/create";
constexpr std::string_view migrations = "db/migrations/";

enum class Dialect { common, sqlite, postgres };

// "db/create.sqlite.sql" -> db/create, sqlite
struct Name {
    std::string_view stem{};
    Dialect dialect = Dialect::common;
};

auto cut(std::string_view& path, std::string_view suffix) -> bool {
    if (!path.ends_with(suffix)) return false;
    path.remove_suffix(suffix.size());
    return true;
}

auto name_of(std::string_view path) -> Name {
    if (!cut(path, ".sql")) return {};
    const Dialect dialect = cut(path, ".sqlite")     ? Dialect::sqlite
                            : cut(path, ".postgres") ? Dialect::postgres
                                                     : Dialect::common;
    const bool wanted = path == baseline || path.starts_with(migrations);
    return wanted ? Name{path, dialect} : Name{};
}

struct Found {
    std::string_view stem{};
    const SqlFile* common = nullptr;
    const SqlFile* sqlite = nullptr;
    const SqlFile* postgres = nullptr;
};

auto found_in(std::vector<Found>& all, std::string_view stem) -> Found& {
    const auto at = std::ranges::find(all, stem, &Found::stem);
    if (at != all.end()) return *at;
    all.push_back(Found{.stem = stem});
    return all.back();
}

auto text_of(const SqlFile* special, const SqlFile* common) -> std::string_view {
    const SqlFile* file = special != nullptr ? special : common;
    return file != nullptr ? file->text : std::string_view();
}

auto script_of(const Found& found) -> Script {
    const SqlFile* named = found.common != nullptr   ? found.common
                           : found.sqlite != nullptr ? found.sqlite
                                                     : found.postgres;
    return Script{.name = named->path,
                  .sqlite = text_of(found.sqlite, found.common),
                  .postgres = text_of(found.postgres, found.common)};
}

}  // namespace

auto service_scripts(std::span<const SqlFile> files) -> std::vector<Script> {
    std::vector<Found> all;
    for (const SqlFile& file : files) {
        const Name name = name_of(file.path);
        if (name.stem.empty()) continue;
        Found& found = found_in(all, name.stem);
        (name.dialect == Dialect::common   ? found.common
         : name.dialect == Dialect::sqlite ? found.sqlite
                                           : found.postgres) = &file;
    }
    std::ranges::sort(all, [](const Found& a, const Found& b) {
        return std::pair(a.stem != baseline, a.stem) < std::pair(b.stem != baseline, b.stem);
    });
    std::vector<Script> scripts;
    std::ranges::transform(all, std::back_inserter(scripts), script_of);
    return scripts;
}

}  // namespace strata::data
