#include "support/postgres.hpp"

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>
#include <vector>

namespace tests {
namespace {

auto binaries() -> std::string {
    auto found = strata::tools::check::postgres_binaries();
    if (found.empty())
        throw std::runtime_error("no PostgreSQL server: install Debian's postgresql-15");
    return found;
}

auto settings(PostgresServer::Durable durable) -> std::vector<std::string> {
    if (durable == PostgresServer::Durable::yes) return {"max_connections=200"};
    return {"max_connections=200", "fsync=off", "full_page_writes=off"};
}

}  // namespace

PostgresServer::PostgresServer(Durable durable) : server_(binaries(), settings(durable)) {}

auto PostgresServer::url() const -> std::string { return server_.url(); }

auto PostgresServer::url_of_new_schema() -> std::string {
    const std::string name = "test_" + std::to_string(++made_);
    run("CREATE SCHEMA " + name);
    return url() + "&options=-csearch_path%3D" + name;
}

auto PostgresServer::url_of_new_database() -> std::string {
    const std::string name = "test_" + std::to_string(++made_);
    run("CREATE DATABASE " + name);
    return server_.url(name);
}

auto PostgresServer::run(const std::string& sql) -> std::string { return run_in(url(), sql); }

auto PostgresServer::run_in(const std::string& url, const std::string& sql) -> std::string {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()),
                                                                  &PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection.get(), sql.c_str()), &PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
    const bool has_value = PQntuples(result.get()) > 0 && PQnfields(result.get()) > 0;
    return has_value ? PQgetvalue(result.get(), 0, 0) : "";
}

auto postgres() -> PostgresServer& {
    static PostgresServer server;
    return server;
}

}  // namespace tests
