#pragma once
// A PostgreSQL server of a test program's own: Debian's binaries in a folder that goes away, on a
// unix socket, gone with the program however that ends. One a program, started when it is first
// asked for.
#include <sys/types.h>

#include <string>

namespace tests {

class PostgresServer final {
  public:
    enum class Durable : bool { no, yes };

    // Throws, with the server's output, when it does not get ready.
    explicit PostgresServer(Durable durable = Durable::no);
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    auto operator=(const PostgresServer&) -> PostgresServer& = delete;

    // postgres://... of the database that is there from the start.
    [[nodiscard]] auto url() const -> std::string;
    // The same with a schema of its own, made empty: as good as a database, and made in no time.
    [[nodiscard]] auto url_of_new_schema() -> std::string;
    // A database of its own.
    [[nodiscard]] auto url_of_new_database() -> std::string;
    // Runs SQL on its own connection; the first column of the first row, or "".
    auto run(const std::string& sql) -> std::string;
    // As an operator restarts it: connections are cut, transactions are lost.
    void stop();
    void start();

  private:
    void make_cluster();
    [[nodiscard]] auto is_accepting() const -> bool;
    [[nodiscard]] auto url_of(const std::string& database) const -> std::string;

    std::string folder_;
    bool durable_;
    pid_t server_ = -1;
    int made_ = 0;
};

// The one of this program.
auto postgres() -> PostgresServer&;

}  // namespace tests
