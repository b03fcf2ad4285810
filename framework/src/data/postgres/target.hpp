#pragma once
// Target: where a connection goes, read once from the URL. Any thread, but one at a time.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

struct pg_conn;

namespace strata::data::postgres {

// A host's addresses as text, in the resolver's order. Blocks. Throws DatabaseError.
[[nodiscard]] auto addresses_of(const std::string& host) -> std::vector<std::string>;

class Target final {
  public:
    using Keywords = std::map<std::string, std::string>;
    using Resolver = std::function<std::vector<std::string>(const std::string& host)>;

    // Throws DatabaseError for a URL that libpq can't read, or whose options it refuses, without
    // quoting it: it may hold a password.
    explicit Target(const std::string& url);

    void add_setting(const std::string& name, const std::string& value);  // of the session
    [[nodiscard]] auto keywords() const noexcept -> const Keywords& { return keywords_; }
    // "orders at db.example:5432": for people.
    [[nodiscard]] auto name() const -> std::string;
    // A name stands in it that only a resolver knows.
    [[nodiscard]] auto needs_resolving() const -> bool;
    // With all addresses of its hosts, and without the hosts that have none. Throws DatabaseError
    // if no host is left. Blocks as the resolver does: it runs on a worker.
    [[nodiscard]] auto resolved(const Resolver& resolve = addresses_of) const -> Target;
    // Without one of its places, as libpq tells them; nothing if no other is left.
    struct Place {
        std::string host{};
        std::string address{};
        std::string port{};
    };
    [[nodiscard]] auto without(const Place& place) const -> std::optional<Target>;

  private:
    [[nodiscard]] auto find(const std::string& keyword) const -> std::string;

    Keywords keywords_{};
};

// libpq's PQconnectStart: what it returns is the caller's to finish.
[[nodiscard]] auto start_connection(const Target::Keywords& keywords) -> pg_conn*;

}  // namespace strata::data::postgres
