// The generated decoder and the compiled validator agree on every document.
//
//     test_agreement [DOCUMENTS [TYPE]]     so many documents a type, for one type only
//
// Exit 1 if they disagree on any (the first of each type is shown), or if for more than one type in
// fifty all documents are valid, or none: then little is tested.
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "agreement/case.hpp"
#include "agreement/judge.hpp"
#include "agreement/spelling.hpp"
#include "testing/document_maker.hpp"

namespace agreement {
namespace {

using strata::testing::DocumentMaker;

constexpr std::uint64_t seed = 4;
// Of so many documents some should be valid and some not.
constexpr std::size_t enough = 300;

enum class Verdict : std::uint8_t { agreed, one_sided, disagreed };

auto test(const Case& tested, std::size_t documents, Judge& judge) -> Verdict {
    const auto schema = strata::json::Json::parse(tested.schema).value();
    Random random(seed);
    DocumentMaker maker(schema, random);
    for (std::size_t i = 0; i < documents; ++i) {
        if (!judge.agrees(spell(maker.make(), random))) return Verdict::disagreed;
    }
    const bool both = judge.valid() > 0 && judge.valid() < judge.documents();
    if (both || documents < enough) return Verdict::agreed;
    std::cerr << tested.name << ": " << judge.valid() << " of " << judge.documents()
              << " documents are valid\n  schema: " << tested.schema << '\n';
    return Verdict::one_sided;
}

auto run(std::size_t documents, std::string_view only) -> bool {
    std::size_t total = 0;
    std::size_t valid = 0;
    std::size_t types = 0;
    std::size_t one_sided = 0;
    bool agreed = true;
    for (const Case& each : all_cases()) {
        if (!only.empty() && each.name != only) continue;
        Judge judge(each);
        const Verdict verdict = test(each, documents, judge);
        agreed = agreed && verdict != Verdict::disagreed;
        one_sided += verdict == Verdict::one_sided ? 1U : 0U;
        ++types;
        total += judge.documents();
        valid += judge.valid();
    }
    std::cout << total << " documents of " << types << " types, " << valid << " of them valid\n";
    return agreed && total > 0 && one_sided * 50 <= types;
}

}  // namespace
}  // namespace agreement

auto main(int count, char** arguments) -> int {
    const bool soak = std::getenv("SOAK") != nullptr;
    const std::size_t documents = count > 1 ? std::stoul(arguments[1]) : soak ? 5000 : 1000;
    return agreement::run(documents, count > 2 ? arguments[2] : "") ? 0 : 1;
}
