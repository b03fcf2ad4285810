#pragma once
// The constructor of a generated struct: takes every member, required ones first.
#include <string>
#include <vector>

#include "tools/model/module.hpp"

namespace strata::tools {

struct ConstructorParameter {
    std::string type{};
    std::string name{};
    std::string default_value{};
    bool required = false;

    [[nodiscard]] auto declaration() const -> std::string;
};

// In the scope of the struct's module; `declared`: with the defaults of the declaration.
[[nodiscard]] auto constructor_parameters(const Definition& structure, bool declared)
    -> std::vector<ConstructorParameter>;

// "domain/shop/money.hpp" of domain::shop::Money; "check_price", the contract's rule for it.
[[nodiscard]] auto value_type_header(const Definition& definition) -> std::string;
[[nodiscard]] auto value_check_name(const Definition& definition) -> std::string;

// Copied as fast as moved.
[[nodiscard]] auto is_cheap(const Type& type) -> bool;

// The names that decoders and the constructor's definition use for a member's value: another one
// than the member's.
[[nodiscard]] auto local_name(const std::string& cpp_name) -> std::string;

}  // namespace strata::tools
