// The generated decoder and the compiled validator agree on every document.
//
//     test_agreement [DOCUMENTS [TYPE]]     so many documents a type, for one type only
//
// Exit 1 if they disagree on any (the first of each type is shown), or if all documents of a type
// are valid, or none.
#include <algorithm>
#include <array>
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
// Of so many documents some must be valid and some not, or nothing was tested.
constexpr std::size_t enough = 300;
// No document can be valid for these: what they require is more than they allow (S27, S136), is not
// allowed (S63; S86, S126 and S195 by dependentRequired), or is exactly one of two that are the
// same (S82).
constexpr std::array<std::string_view, 7> unsatisfiable{"S27",  "S63",  "S82", "S86",
                                                        "S126", "S136", "S195"};

auto is_tested(const Case& tested, const Judge& judge) -> bool {
    const bool none = std::ranges::find(unsatisfiable, tested.name) != unsatisfiable.end();
    if (none) return judge.valid() == 0;
    return judge.documents() < enough || (judge.valid() > 0 && judge.valid() < judge.documents());
}

auto test(const Case& tested, std::size_t documents, Judge& judge) -> bool {
    const auto schema = strata::json::Json::parse(tested.schema).value();
    Random random(seed);
    DocumentMaker maker(schema, random);
    for (std::size_t i = 0; i < documents; ++i) {
        if (!judge.agrees(spell(maker.make(), random))) return false;
    }
    if (is_tested(tested, judge)) return true;
    std::cerr << tested.name << ": " << judge.valid() << " of " << judge.documents()
              << " documents are valid\n  schema: " << tested.schema << '\n';
    return false;
}

auto run(std::size_t documents, std::string_view only) -> bool {
    std::size_t total = 0;
    std::size_t valid = 0;
    std::size_t types = 0;
    bool agreed = true;
    for (const Case& each : all_cases()) {
        if (!only.empty() && each.name != only) continue;
        Judge judge(each);
        agreed = test(each, documents, judge) && agreed;
        ++types;
        total += judge.documents();
        valid += judge.valid();
    }
    std::cout << total << " documents of " << types << " types, " << valid << " of them valid\n";
    return agreed && total > 0;
}

}  // namespace
}  // namespace agreement

auto main(int count, char** arguments) -> int {
    const bool soak = std::getenv("SOAK") != nullptr;
    const std::size_t documents = count > 1 ? std::stoul(arguments[1]) : soak ? 5000 : 1000;
    return agreement::run(documents, count > 2 ? arguments[2] : "") ? 0 : 1;
}
