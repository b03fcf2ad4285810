#pragma once
// Parameters: the values of one run in PostgreSQL's binary format, as libpq takes them. It refers
// to the values, which must stay until it was sent. Used again for the next run, it allocates
// nothing.
#include <span>
#include <string>
#include <vector>

#include "strata/data/value.hpp"

namespace strata::data::postgres {

class Parameters final {
  public:
    void set(std::span<const Column> declared, std::span<const Value> values);

    [[nodiscard]] auto count() const noexcept -> int { return static_cast<int>(data_.size()); }
    [[nodiscard]] auto data() const noexcept -> const char* const* { return data_.data(); }
    [[nodiscard]] auto lengths() const noexcept -> const int* { return lengths_.data(); }
    [[nodiscard]] auto formats() const noexcept -> const int* { return formats_.data(); }

  private:
    using Scratch = char[8];
    void add(const Value& value, Scratch& scratch);
    void add(const char* data, std::size_t length);
    void add_array(Type element, std::span<const Value> items);

    std::vector<const char*> data_{};
    std::vector<int> lengths_{};
    std::vector<int> formats_{};
    std::vector<char> numbers_{};
    std::vector<std::string> documents_{};  // and arrays
};

}  // namespace strata::data::postgres
