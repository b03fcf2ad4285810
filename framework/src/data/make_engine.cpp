#include <string>

#include "data/engine.hpp"
#include "data/postgres/engine.hpp"
#include "data/sqlite/engine.hpp"
#include "data/sqlite/location.hpp"
#include "strata/data/error.hpp"

namespace strata::data {
namespace {

// The scheme alone: the rest, or all of what is no URL, may be a password.
auto named(std::string_view url) -> std::string {
    const std::size_t colon = url.find(':');
    return colon == std::string_view::npos ? "" : " '" + std::string(url.substr(0, colon)) + "'";
}

}  // namespace

auto make_engine(const DatabaseOptions& options, EventLoop& loop) -> std::unique_ptr<Engine> {
    const std::string_view url = options.url;
    if (sqlite::is_sqlite(url)) return sqlite::make_engine(sqlite::path_in(url), options, loop);
    if (url.starts_with("postgres:") || url.starts_with("postgresql:"))
        return postgres::make_engine(options, loop);
    throw DatabaseError(ErrorKind::unavailable, "database.url: unknown database" + named(url) +
                                                    "; use sqlite:PATH or postgres://...");
}

}  // namespace strata::data
