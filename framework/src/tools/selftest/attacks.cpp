#include "tools/selftest/attacks.hpp"

#include "tools/selftest/head_attacks.hpp"

namespace strata::tools::selftest {

Attacks::Attacks(std::string target) : target_(std::move(target)) {
    add_head_attacks(*this);
    add_framing_attacks(*this);
}

void Attacks::add(const std::string& category, std::vector<std::pair<std::string, int>> attacks) {
    for (auto& [bytes, status] : attacks)
        all_.push_back({.category = category, .bytes = std::move(bytes), .status = status});
}

}  // namespace strata::tools::selftest
