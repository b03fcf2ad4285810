#include "testing/postgres.hpp"

#include <libpq-fe.h>

#include <cstdlib>
#include <stdexcept>

#include "tools/check/throwaway_postgres.hpp"

namespace strata::testing {

PostgresServer::PostgresServer() {
    if (const char* given = std::getenv("STRATA_TEST_POSTGRES")) {
        url_ = given;
        return;
    }
    const std::string binaries = tools::check::postgres_binaries();
    if (binaries.empty())
        throw std::runtime_error(
            "no PostgreSQL server for tests: install Debian's postgresql-15, or set "
            "STRATA_TEST_POSTGRES to the URL of one");
    own_ = std::make_unique<tools::check::ThrowawayPostgres>(binaries);
    url_ = own_->url();
}

PostgresServer::~PostgresServer() = default;

void PostgresServer::run(const std::string& sql) const {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url_.c_str()),
                                                                  &PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection.get(), sql.c_str()), &PQclear);
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
        throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
}

// The same server, user and options; scheme://user@host/DATABASE?options.
auto PostgresServer::url_of(const std::string& database) const -> std::string {
    const std::size_t host = url_.find("://");
    if (host == std::string::npos)
        throw std::runtime_error("STRATA_TEST_POSTGRES must be a URL: postgres://USER@HOST/NAME");
    const std::size_t slash = url_.find_first_of("/?", host + 3);
    const std::size_t options = url_.find('?');
    return url_.substr(0, slash) + "/" + database +
           (options == std::string::npos ? "" : url_.substr(options));
}

auto postgres() -> const PostgresServer& {
    static const PostgresServer server;
    return server;
}

}  // namespace strata::testing
