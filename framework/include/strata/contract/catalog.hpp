#pragma once
// Catalog: the methods of a service by name, and those of the framework's module `system`. "orders"
// is the newest version of that module, "orders.2" its second. Built once; immutable after; any
// thread.
#include <cstdint>
#include <functional>
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
    // What takes a client's event of that name.
    [[nodiscard]] auto find_event(std::string_view module, std::string_view name) const noexcept
        -> const Method*;
    [[nodiscard]] auto methods() const noexcept -> std::span<const Method> { return methods_; }
    // REQUIRES: the method is one of methods(), or of those that the catalog was made of.
    [[nodiscard]] auto index(const Method& method) const noexcept -> std::size_t {
        const std::less_equal<const Method*> before;
        const bool is_given =
            before(given_.data(), &method) && !before(given_.data() + given_.size(), &method);
        return static_cast<std::size_t>(&method - (is_given ? given_.data() : methods_.data()));
    }

  private:
    struct Slot {
        std::uint64_t hash = 0;
        const Method* method = nullptr;
        unsigned version = 0;  // 0: by the unversioned name
    };

    void insert(const Method& method, unsigned version);
    [[nodiscard]] auto newest(std::string_view module) const noexcept -> unsigned;

    [[nodiscard]] auto search(std::string_view module, std::string_view name,
                              bool is_event) const noexcept -> const Method*;

    std::span<const Method> given_;
    const std::vector<Method> methods_;
    std::vector<Slot> slots_;  // open addressing, at most half full
};

}  // namespace strata::contract
