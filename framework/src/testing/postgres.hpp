#pragma once
// The PostgreSQL server of a process' tests: the one that STRATA_TEST_POSTGRES names by a URL, else
// one of Debian's, started when it is first asked for and gone with the process.
#include <memory>
#include <string>

namespace strata::tools::check {
class ThrowawayPostgres;
}

namespace strata::testing {

class PostgresServer final {
  public:
    // Throws std::runtime_error.
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    auto operator=(const PostgresServer&) -> PostgresServer& = delete;

    // One statement on a connection of its own. Throws std::runtime_error.
    void run(const std::string& sql) const;
    [[nodiscard]] auto url_of(const std::string& database) const -> std::string;

  private:
    std::unique_ptr<tools::check::ThrowawayPostgres> own_{};
    std::string url_{};
};

[[nodiscard]] auto postgres() -> const PostgresServer&;

}  // namespace strata::testing
