#include "strata/contract/catalog.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <functional>
#include <stdexcept>
#include <string>

#include "contract/system.hpp"

namespace strata::contract {

namespace {

auto hash_of(std::string_view module, std::string_view method, unsigned version) noexcept
    -> std::uint64_t {
    constexpr std::uint64_t mix = 0x9e3779b97f4a7c15;
    const std::hash<std::string_view> hash;
    return (hash(module) * mix ^ hash(method)) + version * mix;
}

// Splits "orders.2"; version 0 where there is none.
auto split(std::string_view& module) noexcept -> unsigned {
    const auto dot = module.rfind('.');
    if (dot == std::string_view::npos) return 0;
    const auto digits = module.substr(dot + 1);
    unsigned version = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), version);
    if (error != std::errc() || end != digits.data() + digits.size() || digits.starts_with('0'))
        return 0;
    module = module.substr(0, dot);
    return version;
}

auto with_system(std::span<const Method> methods) -> std::vector<Method> {
    std::vector<Method> all(methods.begin(), methods.end());
    const auto own = system_methods();
    all.insert(all.end(), own.begin(), own.end());
    return all;
}

}  // namespace

Catalog::Catalog(std::span<const Method> methods)
    : given_(methods),
      methods_(with_system(methods)),
      slots_(std::bit_ceil(methods_.size() * 4 + 1)) {
    for (const Method& method : methods_) {
        if (method.run == nullptr) {
            throw std::logic_error("no function for method " + std::string(method.name));
        }
        insert(method, method.version);
        if (method.version == newest(method.module)) insert(method, 0);
    }
}

auto Catalog::newest(std::string_view module) const noexcept -> unsigned {
    unsigned version = 0;
    for (const Method& method : methods_) {
        if (method.module == module) version = std::max(version, method.version);
    }
    return version;
}

void Catalog::insert(const Method& method, unsigned version) {
    const auto hash = hash_of(method.module, method.name, version);
    auto at = hash & (slots_.size() - 1);
    for (; slots_[at].method != nullptr; at = (at + 1) & (slots_.size() - 1)) {
        const Slot& taken = slots_[at];
        if (taken.version == version && taken.method->module == method.module &&
            taken.method->name == method.name && taken.method->is_event == method.is_event) {
            throw std::logic_error("two methods " + std::string(method.module) + "/" +
                                   std::string(method.name));
        }
    }
    slots_[at] = Slot{hash, &method, version};
}

auto Catalog::find(std::string_view module, std::string_view method) const noexcept
    -> const Method* {
    return search(module, method, false);
}

auto Catalog::find_event(std::string_view module, std::string_view name) const noexcept
    -> const Method* {
    return search(module, name, true);
}

auto Catalog::search(std::string_view module, std::string_view method, bool is_event) const noexcept
    -> const Method* {
    const auto version = split(module);
    const auto hash = hash_of(module, method, version);
    auto at = hash & (slots_.size() - 1);
    for (; slots_[at].method != nullptr; at = (at + 1) & (slots_.size() - 1)) {
        const Slot& slot = slots_[at];
        if (slot.hash == hash && slot.version == version && slot.method->module == module &&
            slot.method->name == method && slot.method->is_event == is_event) {
            return slot.method;
        }
    }
    return nullptr;
}

}  // namespace strata::contract
