#pragma once
// QueryReader: the pairs of a query (application/x-www-form-urlencoded), one after another,
// decoded. The text must outlive it, and have been checked by parse_target(). Pure.
#include <string>
#include <string_view>

namespace strata::http {

class QueryReader final {
  public:
    explicit QueryReader(std::string_view query) noexcept : rest_(query) {}
    // Goes to the next pair; false after the last. Empty pairs are passed over.
    auto next() -> bool;
    [[nodiscard]] auto name() const noexcept -> const std::string& { return name_; }
    [[nodiscard]] auto value() const noexcept -> const std::string& { return value_; }

  private:
    std::string_view rest_;
    std::string name_{};
    std::string value_{};
};

}  // namespace strata::http
