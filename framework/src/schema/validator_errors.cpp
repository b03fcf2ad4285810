// What to say about a failure: the cold side of Validator.
#include <algorithm>
#include <cmath>
#include <utility>

#include "schema/validator.hpp"
#include "strata/json/pointer.hpp"

namespace strata::schema {
namespace {

using Node = json::JsonAccess::Node;

constexpr std::size_t longest_value = 200;

auto count(std::uint64_t n, std::string_view one, std::string_view many) -> std::string {
    return std::to_string(n) + ' ' + std::string(n == 1 ? one : many);
}

auto type_names(std::uint32_t bits) -> std::string {
    if ((bits & type_number) != 0) bits &= ~std::uint32_t{type_integer};
    constexpr std::pair<std::uint32_t, std::string_view> names[] = {
        {type_null, "null"},       {type_boolean, "a boolean"}, {type_integer, "an integer"},
        {type_number, "a number"}, {type_string, "a string"},   {type_array, "an array"},
        {type_object, "an object"}};
    std::string out;
    for (const auto& [bit, name] : names) {
        if ((bits & bit) != 0) out.append(out.empty() ? "" : " or ").append(name);
    }
    return out;
}

auto shortened(std::string text) -> std::string {
    if (text.size() <= longest_value) return text;
    std::size_t size = longest_value;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    return text.substr(0, size) + "...";
}

auto list(const std::vector<std::string>& texts) -> std::string {
    std::string out;
    for (const auto& text : texts) {
        out.append(out.empty() ? "" : ", ").append(json::Json(text).to_string());
        if (out.size() > longest_value) break;
    }
    return shortened(out);
}

auto keyword_of(std::string_view location) -> std::string {
    return std::string(location.substr(location.rfind('/') + 1));
}

auto integer_message(std::uint32_t range, double value) -> std::string {
    if (value != 0 && std::trunc(value) != value) return "must be an integer";
    const bool too_small = value < 0;
    if (too_small && range == unsigned_64_bits) return "must be at least 0";
    if (too_small) return "is out of range: must be at least -9223372036854775808";
    return range == signed_64_bits ? "is out of range: must be at most 9223372036854775807"
                                   : "is out of range: must be at most 18446744073709551615";
}

}  // namespace

auto Validator::pointer_of(const Path* path) -> std::string {
    std::vector<const Path*> steps;
    for (; path != nullptr; path = path->parent) steps.push_back(path);
    std::string out;
    for (std::size_t i = steps.size(); i-- > 0;) {
        if (steps[i]->key != nullptr) {
            json::append_token(out, *steps[i]->key);
        } else {
            json::append_token(out, steps[i]->index);
        }
    }
    return out;
}

auto Validator::fail(LocationId location, const At& at, std::string_view keyword,
                     std::string message) -> bool {
    if (quiet_ > 0 || mode_ == Mode::verdict || full()) return false;
    errors_.push_back({pointer_of(at.path), std::string(keyword), program_.locations[location],
                       std::move(message)});
    return false;
}

auto Validator::fail(const Instruction& op, const At& at) -> bool {
    if (quiet_ > 0 || mode_ == Mode::verdict || full()) return false;
    const auto& where = program_.locations[op.location];
    const auto keyword = op.op == Op::never ? std::string() : keyword_of(where);
    return fail(op.location, at, keyword, message(op, at.node));
}

// What each of the alternatives misses, of the first few: " (1: must have the member \"phone\"; 2:
// /mail must be a string)". Alternatives within them are not explained in turn.
auto Validator::reasons(const std::vector<SchemaId>& alternatives, const At& at) -> std::string {
    constexpr std::size_t most = 4;
    if (explains_) return {};
    explains_ = true;
    const Mode mode = std::exchange(mode_, Mode::first);
    auto recorded = std::exchange(errors_, {});
    std::string out;
    for (std::size_t i = 0; i < std::min(most, alternatives.size()); ++i) {
        errors_.clear();
        apply(alternatives[i], {at.node, nullptr, at.scope, nullptr});
        if (errors_.empty()) continue;
        const Error& error = errors_.front();
        out += (out.empty() ? " (" : "; ") + std::to_string(i + 1) + ": " + error.pointer +
               (error.pointer.empty() ? "" : " ") + error.message;
    }
    errors_ = std::move(recorded);
    mode_ = mode;
    explains_ = false;
    return out.empty() ? out : out + ")";
}

auto Validator::message(const Instruction& op, const Node& node) const -> std::string {
    const auto value = [&] { return shortened(program_.values[op.a].to_string()); };
    switch (op.op) {
        case Op::never: return "is not allowed";
        case Op::type: return "must be " + type_names(op.a);
        case Op::integer_range: return integer_message(op.a, node.get<double>());
        case Op::min_length:
            return "must have at least " + count(op.count, "character", "characters");
        case Op::max_length:
            return "must have at most " + count(op.count, "character", "characters");
        case Op::min_items: return "must have at least " + count(op.count, "item", "items");
        case Op::max_items: return "must have at most " + count(op.count, "item", "items");
        case Op::min_properties:
            return "must have at least " + count(op.count, "member", "members");
        case Op::max_properties: return "must have at most " + count(op.count, "member", "members");
        case Op::minimum: return "must be at least " + value();
        case Op::maximum: return "must be at most " + value();
        case Op::exclusive_minimum: return "must be greater than " + value();
        case Op::exclusive_maximum: return "must be less than " + value();
        case Op::multiple_of: return "must be a multiple of " + value();
        case Op::constant: return "must be " + value();
        case Op::enum_texts: return "must be one of " + list(program_.texts[op.a]);
        case Op::enum_values: return "must be one of " + value();
        case Op::format: {
            return "must be a valid " + std::string(format_name(static_cast<Format>(op.a)));
        }
        case Op::pattern:
            return "must match the pattern " + shortened(program_.patterns[op.a].source());
        case Op::content: return program_.contents[op.a].json ? "must hold JSON" : "must be base64";
        case Op::unique_items: return "must have no two equal items";
        case Op::negation: return "must not match the schema that is excluded";
        default: return "is not valid";
    }
}

}  // namespace strata::schema
