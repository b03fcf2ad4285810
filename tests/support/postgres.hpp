#pragma once
// A PostgreSQL server of a test program's own, with databases and schemas for each test. One a
// program, started when it is first asked for.
#include <string>

#include "tools/check/throwaway_postgres.hpp"

namespace tests {

class PostgresServer final {
  public:
    enum class Durable : bool { no, yes };

    // Throws, with the server's output, when it does not get ready.
    explicit PostgresServer(Durable durable = Durable::no);
    // postgres://... of the database that is there from the start.
    [[nodiscard]] auto url() const -> std::string;
    // The same with a schema of its own, made empty: as good as a database, and made in no time.
    [[nodiscard]] auto url_of_new_schema() -> std::string;
    // A database of its own.
    [[nodiscard]] auto url_of_new_database() -> std::string;
    // Runs SQL on its own connection; the first column of the first row, or "".
    auto run(const std::string& sql) -> std::string;
    // The same in a database of url_of_new_database().
    auto run_in(const std::string& url, const std::string& sql) -> std::string;
    // As an operator restarts it.
    void stop() { server_.stop(); }
    void start() { server_.start(); }

  private:
    strata::tools::check::ThrowawayPostgres server_;
    int made_ = 0;
};

// The one of this program.
auto postgres() -> PostgresServer&;

}  // namespace tests
