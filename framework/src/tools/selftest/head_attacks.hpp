#pragma once
// Attacks on the head of a request, and on the framing of its body.
#include "tools/selftest/attacks.hpp"

namespace strata::tools::selftest {

void add_head_attacks(Attacks& attacks);
void add_framing_attacks(Attacks& attacks);

}  // namespace strata::tools::selftest
