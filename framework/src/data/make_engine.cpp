#include <string>

#include "data/engine.hpp"
#include "data/postgres/engine.hpp"
#include "data/sqlite/engine.hpp"
#include "strata/data/error.hpp"

namespace strata::data {

auto make_engine(const DatabaseOptions& options, EventLoop& loop) -> std::unique_ptr<Engine> {
    constexpr std::string_view sqlite_scheme = "sqlite:";
    const std::string_view url = options.url;
    const std::string_view scheme =
        url.substr(0, url.find(':'));  // never more: a URL may hold a password
    if (url.starts_with(sqlite_scheme) && url.size() > sqlite_scheme.size()) {
        return sqlite::make_engine(std::string(url.substr(sqlite_scheme.size())), options, loop);
    }
    if (scheme == "postgres" || scheme == "postgresql") {
        return postgres::make_engine(options, loop);
    }
    throw DatabaseError(ErrorKind::unavailable, "database.url: unknown database '" +
                                                    std::string(scheme) +
                                                    "'; use sqlite:PATH or postgres://...");
}

}  // namespace strata::data
