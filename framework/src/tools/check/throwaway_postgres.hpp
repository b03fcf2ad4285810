#pragma once
// ThrowawayPostgres: a PostgreSQL server in a folder that goes away, on a unix socket, for as long
// as the object lives. It dies with the process too.
#include <sys/types.h>

#include <string>
#include <vector>

namespace strata::tools::check {

// The folder of initdb and postgres, of the newest version that Debian has installed; empty: none.
[[nodiscard]] auto postgres_binaries() -> std::string;

class ThrowawayPostgres final {
  public:
    // With these settings: "fsync=off". Throws std::runtime_error with what the server said.
    explicit ThrowawayPostgres(std::string binaries,
                               std::vector<std::string> settings = {"fsync=off"});
    ThrowawayPostgres(const ThrowawayPostgres&) = delete;
    auto operator=(const ThrowawayPostgres&) -> ThrowawayPostgres& = delete;
    ~ThrowawayPostgres();

    [[nodiscard]] auto url(const std::string& database = "postgres") const -> std::string;
    // As an operator restarts it: connections are cut, transactions are lost.
    void stop();
    void start();

  private:
    void make_cluster();

    const std::string binaries_;
    const std::vector<std::string> settings_;
    std::string folder_;
    pid_t server_ = -1;
};

}  // namespace strata::tools::check
