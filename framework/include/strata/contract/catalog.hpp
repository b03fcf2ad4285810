#pragma once
// Catalog: the methods of a service by name. "orders" is the newest version of that module,
// "orders.2" its second. Built once; immutable after; any thread. Refers to the registry's static
// tables.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "strata/contract/method.hpp"

namespace strata::contract {

class Catalog final {
  public:
    // Throws std::logic_error if two methods have the same module, version and name, or one has no
    // function.
    explicit Catalog(std::span<const Method> methods);

    [[nodiscard]] auto find(std::string_view module, std::string_view method) const noexcept
        -> const Method*;
    [[nodiscard]] auto methods() const noexcept -> std::span<const Method> { return methods_; }
    // REQUIRES: the method is one of methods().
    [[nodiscard]] auto index(const Method& method) const noexcept -> std::size_t {
        return static_cast<std::size_t>(&method - methods_.data());
    }

  private:
    struct Slot {
        std::uint64_t hash = 0;
        const Method* method = nullptr;
        unsigned version = 0;  // 0: by the unversioned name
    };

    void insert(const Method& method, unsigned version);
    [[nodiscard]] auto newest(std::string_view module) const noexcept -> unsigned;

    std::span<const Method> methods_;
    std::vector<Slot> slots_;  // open addressing, at most half full
};

}  // namespace strata::contract
