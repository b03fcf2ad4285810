#include "tools/sql/sql_files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace strata::tools::sql {
namespace {

namespace fs = std::filesystem;

auto cut(std::string& text, std::string_view suffix) -> bool {
    if (!text.ends_with(suffix)) return false;
    text.resize(text.size() - suffix.size());
    return true;
}

auto read_file(const fs::path& path) -> std::string {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw fs::filesystem_error("can't be read", path,
                                   std::make_error_code(std::errc::io_error));
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

auto files_of(const fs::path& service, const std::string& folder) -> std::vector<SqlFile> {
    std::vector<SqlFile> files;
    if (!fs::is_directory(service / folder)) return files;
    for (const auto& entry : fs::directory_iterator(service / folder)) {
        SqlFile file;
        file.name = entry.path().filename().string();
        if (!entry.is_regular_file() || !cut(file.name, ".sql")) continue;
        file.path = folder + "/" + entry.path().filename().string();
        if (cut(file.name, ".sqlite")) {
            file.dialect = Dialect::sqlite;
        } else if (cut(file.name, ".postgres")) {
            file.dialect = Dialect::postgres;
        }
        file.text = read_file(entry.path());
        files.push_back(std::move(file));
    }
    std::ranges::sort(files, {}, &SqlFile::path);
    return files;
}

}  // namespace

auto read_sql_files(const fs::path& service) -> SqlFiles {
    SqlFiles files;
    for (SqlFile& file : files_of(service, "db")) {
        (file.name == "create" ? files.scripts : files.queries).push_back(std::move(file));
    }
    std::ranges::move(files_of(service, "db/migrations"), std::back_inserter(files.scripts));
    return files;
}

auto engine_scripts(const SqlFiles& files, Dialect engine) -> std::vector<const SqlFile*> {
    const auto has_variant = [&](const SqlFile& script) {
        return std::ranges::any_of(files.scripts, [&](const SqlFile& other) {
            return other.dialect == engine && other.name == script.name;
        });
    };
    std::vector<const SqlFile*> scripts;
    for (const SqlFile& script : files.scripts) {
        const bool replaced = script.dialect == Dialect::common && has_variant(script);
        const bool own = script.dialect == Dialect::common || script.dialect == engine;
        if (own && !replaced) scripts.push_back(&script);
    }
    return scripts;
}

}  // namespace strata::tools::sql
