#include <cmath>
#include <vector>

#include "json/json_access.hpp"

namespace strata::json {
namespace {

using Node = JsonAccess::Node;
using Pairs = std::vector<std::pair<const Node*, const Node*>>;

constexpr double two_to_63 = 9223372036854775808.0;
constexpr double two_to_64 = 18446744073709551616.0;

// Integers that fit in 64 bits may be held as a double too, after arithmetic by a program.
auto equals_double(const Node& integer, double value) -> bool {
    if (std::trunc(value) != value) return false;
    if (integer.is_number_unsigned()) {
        return value >= 0 && value < two_to_64 &&
               static_cast<std::uint64_t>(value) == integer.get<std::uint64_t>();
    }
    return value >= -two_to_63 && value < two_to_63 &&
           static_cast<std::int64_t>(value) == integer.get<std::int64_t>();
}

auto equal_numbers(const Node& a, const Node& b) -> bool {
    if (a.is_number_float() && b.is_number_float()) return a.get<double>() == b.get<double>();
    if (a.is_number_float()) return equals_double(b, a.get<double>());
    if (b.is_number_float()) return equals_double(a, b.get<double>());
    const bool same_sign = a.is_number_unsigned() == b.is_number_unsigned();
    return same_sign ? a.get<std::uint64_t>() == b.get<std::uint64_t>()
                     : a.get<std::int64_t>() >= 0 && b.get<std::int64_t>() >= 0 &&
                           a.get<std::uint64_t>() == b.get<std::uint64_t>();
}

auto equal_arrays(const Node::array_t& a, const Node::array_t& b, Pairs& left) -> bool {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) left.emplace_back(&a[i], &b[i]);
    return true;
}

auto equal_objects(const Node::object_t& a, const Node::object_t& b, Pairs& left) -> bool {
    if (a.size() != b.size()) return false;
    for (auto i = a.begin(), j = b.begin(); i != a.end(); ++i, ++j) {
        if (i->first != j->first) return false;
        left.emplace_back(&i->second, &j->second);
    }
    return true;
}

auto equal_step(const Node& a, const Node& b, Pairs& left) -> bool {
    if (a.is_number() || b.is_number())
        return a.is_number() && b.is_number() && equal_numbers(a, b);
    if (a.type() != b.type()) return false;
    if (a.is_string()) return a.get_ref<const std::string&>() == b.get_ref<const std::string&>();
    if (a.is_boolean()) return a.get<bool>() == b.get<bool>();
    if (const auto* items = a.get_ptr<const Node::array_t*>()) {
        return equal_arrays(*items, b.get_ref<const Node::array_t&>(), left);
    }
    if (const auto* members = a.get_ptr<const Node::object_t*>()) {
        return equal_objects(*members, b.get_ref<const Node::object_t&>(), left);
    }
    return true;
}

}  // namespace

// Scalars need no list, and its first element is its first allocation.
auto equal(const Node& a, const Node& b) -> bool {
    Pairs left;
    if (!equal_step(a, b, left)) return false;
    while (!left.empty()) {
        const auto [x, y] = left.back();
        left.pop_back();
        if (!equal_step(*x, *y, left)) return false;
    }
    return true;
}

}  // namespace strata::json
