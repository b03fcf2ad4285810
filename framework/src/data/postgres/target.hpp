#pragma once
// Target: where a connection goes, read once from the URL. Any thread, but one at a time.
#include <map>
#include <string>

namespace strata::data::postgres {

class Target final {
  public:
    using Keywords = std::map<std::string, std::string>;

    // Throws DatabaseError for a URL that libpq can't read, without quoting it: it may hold a
    // password.
    explicit Target(const std::string& url);

    void add_setting(const std::string& name, const std::string& value);  // of the session
    [[nodiscard]] auto keywords() const noexcept -> const Keywords& { return keywords_; }
    // "orders at db.example:5432": for people.
    [[nodiscard]] auto name() const -> std::string;
    // A name stands in it that only a resolver knows. Blocks: resolve() runs on a worker.
    [[nodiscard]] auto needs_resolving() const -> bool;
    [[nodiscard]] auto resolved() const -> Target;

  private:
    [[nodiscard]] auto find(const std::string& keyword) const -> std::string;

    Keywords keywords_{};
};

}  // namespace strata::data::postgres
