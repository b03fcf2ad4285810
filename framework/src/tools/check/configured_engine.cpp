#include "tools/check/configured_engine.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "strata/json/json.hpp"
#include "tools/source/comments.hpp"

namespace strata::tools::check {
namespace {

namespace fs = std::filesystem;

auto is_postgres(std::string_view url) -> bool {
    return url.starts_with("postgres:") || url.starts_with("postgresql:");
}

auto url_in(const fs::path& path) -> std::string {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto parsed = json::Json::parse(without_comments(text));
    if (!parsed) return {};
    const json::Json* url = parsed->resolve("/database/url");
    return url != nullptr && url->is_string() ? url->as_string() : std::string();
}

// The first place, the variable before the files, where database.url is as asked.
template <class Matches>
auto place_of(const fs::path& service, Matches matches) -> std::optional<std::string> {
    const char* variable = std::getenv("STRATA_DATABASE_URL");
    if (variable != nullptr && matches(variable)) return "STRATA_DATABASE_URL";
    if (!fs::is_directory(service / "config")) return std::nullopt;
    for (const auto& entry : fs::directory_iterator(service / "config")) {
        if (entry.path().extension() == ".json" && matches(url_in(entry.path())))
            return "config/" + entry.path().filename().string();
    }
    return std::nullopt;
}

}  // namespace

auto configured_postgres(const fs::path& service) -> std::optional<std::string> {
    return place_of(service, &is_postgres);
}

auto configured_sqlite_only(const fs::path& service) -> bool {
    const auto is_sqlite = [](std::string_view url) { return url.starts_with("sqlite:"); };
    return place_of(service, is_sqlite) && !configured_postgres(service);
}

}  // namespace strata::tools::check
