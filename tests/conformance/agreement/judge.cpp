#include "agreement/judge.hpp"

#include <algorithm>
#include <iostream>
#include <set>

#include "strata/schema/check_json.hpp"

namespace agreement {
namespace {

using strata::json::Json;
using strata::json::Reader;
using strata::schema::Schema;
using strata::schema::Verdict;

auto has_alternatives(std::string_view schema) -> bool {
    constexpr std::string_view keywords[]{"\"anyOf\":", "\"oneOf\":", "\"not\":", "\"if\":"};
    return std::ranges::any_of(keywords,
                               [&](auto k) { return schema.find(k) != std::string_view::npos; });
}

// A container is not judged as a whole where something in it is wrong already.
auto is_above(const std::string& pointer, const std::set<std::string>& places) -> bool {
    return std::ranges::any_of(
        places, [&](const std::string& place) { return place.starts_with(pointer + '/'); });
}

void show(const Outcome& outcome) {
    for (const auto& each : outcome.problems) {
        std::cerr << "  decoder: " << each.pointer << ": " << each.message << " (" << each.code
                  << ")\n";
    }
}

void show(const Verdict& verdict) {
    for (const auto& each : verdict.errors) {
        std::cerr << "  validator: " << each.pointer << ": " << each.message << " (" << each.keyword
                  << ")\n";
    }
}

}  // namespace

Judge::Judge(const Case& tested)
    : case_(tested),
      schema_(strata::schema::compile_contract(tested.schema)),
      compares_places_(!has_alternatives(tested.schema)) {}

auto Judge::agrees(const std::string& text) -> bool {
    const Outcome outcome = case_.decode(text);
    const auto document = Json::parse(text, Reader::default_depth);
    ++documents_;
    if (!document) {
        return !outcome.well_formed || disagree(text, "only the decoder takes it for JSON");
    }
    if (!outcome.well_formed) return disagree(text, "the decoder does not take it for JSON");
    const auto verdict = schema_.validate(*document);
    if (verdict.valid != outcome.valid()) {
        show(outcome);
        show(verdict);
        return disagree(
            text, verdict.valid ? "only the validator accepts it" : "only the decoder accepts it");
    }
    if (verdict.valid) return returns(text, outcome.encoded);
    return !compares_places_ || same_places(text, outcome, verdict);
}

auto Judge::same_places(const std::string& text, const Outcome& outcome,
                        const Verdict& verdict) const -> bool {
    if (outcome.problems.size() == Reader::max_problems) return true;
    if (verdict.errors.size() == Schema::max_errors) return true;
    std::set<std::string> decoder;
    std::set<std::string> validator;
    for (const auto& each : outcome.problems) decoder.insert(each.pointer);
    for (const auto& each : verdict.errors) validator.insert(each.pointer);
    const bool found = std::ranges::includes(validator, decoder);
    const bool missed = std::ranges::any_of(validator, [&](const std::string& place) {
        return !decoder.contains(place) && !is_above(place, decoder);
    });
    if (found && !missed) return true;
    show(outcome);
    show(verdict);
    return disagree(text, "they see errors in different places");
}

// What was read is written as a document of the schema, and reads back as the same.
auto Judge::returns(const std::string& text, const std::string& encoded) -> bool {
    ++valid_;
    const auto document = Json::parse(encoded);
    if (!document) return disagree(text, "it is encoded as no JSON: " + encoded);
    const auto verdict = schema_.validate(*document);
    if (!verdict) {
        show(verdict);
        return disagree(text, "it is encoded as something else: " + encoded);
    }
    const Outcome again = case_.decode(encoded);
    return again.encoded == encoded || disagree(text, "encoded again: " + again.encoded);
}

auto Judge::disagree(const std::string& text, const std::string& how) const -> bool {
    std::cerr << case_.name << ": " << how << "\n  document: " << text
              << "\n  schema: " << case_.schema << '\n';
    return false;
}

}  // namespace agreement
