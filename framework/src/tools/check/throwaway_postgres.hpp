#pragma once
// ThrowawayPostgres: a PostgreSQL server in a folder that goes away, on a unix socket, for as long
// as the object lives. It dies with the process too.
#include <sys/types.h>

#include <string>

namespace strata::tools::check {

// The folder of initdb and postgres, of the newest version that Debian has installed; empty: none.
[[nodiscard]] auto postgres_binaries() -> std::string;

class ThrowawayPostgres final {
  public:
    // Throws std::runtime_error with what the server said.
    explicit ThrowawayPostgres(const std::string& binaries);
    ThrowawayPostgres(const ThrowawayPostgres&) = delete;
    auto operator=(const ThrowawayPostgres&) -> ThrowawayPostgres& = delete;
    ~ThrowawayPostgres();

    [[nodiscard]] auto url() const -> std::string;

  private:
    void start(const std::string& binaries);

    std::string folder_;
    pid_t server_ = -1;
};

}  // namespace strata::tools::check
