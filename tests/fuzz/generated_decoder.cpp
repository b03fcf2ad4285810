// The generated decoders: the first byte names a type, the rest is its text. The decoder and the
// compiled validator agree.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "agreement/judge.hpp"

namespace {

auto make_judges() -> std::vector<agreement::Judge> {
    static const auto cases = agreement::all_cases();
    std::vector<agreement::Judge> judges;
    judges.reserve(cases.size());
    for (const auto& each : cases) judges.emplace_back(each);
    return judges;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto judges = make_judges();
    if (size == 0) return 0;
    auto& judge = judges[data[0] % judges.size()];
    if (!judge.agrees({reinterpret_cast<const char*>(data) + 1, size - 1})) std::abort();
    return 0;
}
