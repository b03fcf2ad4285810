#include "testing/document_maker.hpp"

#include <algorithm>
#include <string>

#include "testing/samples.hpp"

namespace strata::testing {
namespace {

using json::Json;

constexpr std::string_view other_names[]{"alpha", "beta",  "gammaRay", "other", "zulu",
                                         "a",     "Alpha", "sum",      "kind",  "\u00e9t\u00e9"};

auto number_of(const Json& schema, std::string_view keyword, double otherwise) -> double {
    const Json* found = schema.find(keyword);
    return found != nullptr ? found->as_double() : otherwise;
}

}  // namespace

auto DocumentMaker::make() -> Json {
    Json out = value(root_, 0);
    for (unsigned i = 0; i < 3 && random_.chance(25); ++i) out = mutated(out);
    return out;
}

auto DocumentMaker::value(const Json& schema, unsigned depth) -> Json {
    if (!schema.is_object()) return anything();
    if (const Json* constant = schema.find("const")) return *constant;
    if (const Json* list = schema.find("enum")) return list->at(random_.below(list->size()));
    Json out;
    if (const Json* reference = schema.find("$ref")) {
        out = value(*root_.resolve(reference->as_string().substr(1)), depth);
    }
    if (const Json* all = schema.find("allOf")) {
        for (const Json& part : all->items()) merge(out, value(part, depth));
    }
    for (const std::string_view keyword : {"oneOf", "anyOf"}) {
        const Json* list = schema.find(keyword);
        if (list != nullptr) merge(out, value(list->at(random_.below(list->size())), depth));
    }
    if (const Json* type = schema.find("type")) {
        const Json& one = type->is_array() ? type->at(random_.below(type->size())) : *type;
        merge(out, of_type(schema, one.as_string(), depth));
    }
    return out;
}

void DocumentMaker::merge(Json& into, Json part) {
    if (!into.is_object() || !part.is_object()) {
        into = std::move(part);
        return;
    }
    for (const auto [key, member] : part.members()) into[key] = member;
}

auto DocumentMaker::of_type(const Json& schema, std::string_view type, unsigned depth) -> Json {
    if (type == "object") return object(schema, depth);
    if (type == "array") return array(schema, depth);
    if (type == "string") return text(schema);
    if (type == "integer") return integer(schema);
    if (type == "number") return number(schema);
    if (type == "boolean") return Json(random_.chance(50));
    return {};
}

auto DocumentMaker::object(const Json& schema, unsigned depth) -> Json {
    Json out = Json::object();
    const Json* required = schema.find("required");
    auto is_required = [&](const std::string& name) {
        return required != nullptr && std::ranges::any_of(required->items(), [&](const Json& each) {
                   return each.as_string() == name;
               });
    };
    if (const Json* properties = schema.find("properties")) {
        for (const auto [name, property] : properties->members()) {
            const unsigned percent = is_required(name) ? 99 : depth > 4 ? 0 : 50;
            if (random_.chance(percent)) out[name] = value(property, depth + 1);
        }
    }
    add_others(schema, out, depth);
    return out;
}

// Members that no property names.
void DocumentMaker::add_others(const Json& schema, Json& object, unsigned depth) {
    const Json* additional = schema.find("additionalProperties");
    const Json* by_pattern = schema.find("patternProperties");
    const bool open = additional != nullptr && (additional->is_object() || additional->as_bool());
    if (!open && by_pattern == nullptr) return;
    for (auto count = size(schema, "minProperties", "maxProperties"); count > 0; --count) {
        const std::string name(random_.pick(other_names));
        if (object.contains(name)) continue;
        if (by_pattern != nullptr && (!open || random_.chance(50))) {
            object[name] = value((*by_pattern->members().begin()).value, depth + 1);
        } else if (additional->is_object()) {
            object[name] = value(*additional, depth + 1);
        } else {
            object[name] = anything();
        }
    }
}

auto DocumentMaker::array(const Json& schema, unsigned depth) -> Json {
    Json out = Json::array();
    const Json* prefix = schema.find("prefixItems");
    const Json* items = schema.find("items");
    auto count = depth > 5 ? 0 : size(schema, "minItems", "maxItems");
    if (prefix != nullptr) {
        count = random_.chance(85) ? prefix->size() : random_.below(prefix->size() + 2);
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (prefix != nullptr && i < prefix->size()) {
            out.push_back(value(prefix->at(i), depth + 1));
        } else if (items != nullptr) {
            out.push_back(value(*items, depth + 1));
        } else {
            out.push_back(anything());
        }
    }
    return out;
}

// Mostly between its bounds, rarely one past them.
auto DocumentMaker::size(const Json& schema, std::string_view low, std::string_view high)
    -> std::size_t {
    const auto least = static_cast<std::int64_t>(number_of(schema, low, 0));
    const auto most =
        static_cast<std::int64_t>(number_of(schema, high, 0) > 0 ? number_of(schema, high, 0)
                                                                 : static_cast<double>(least + 2));
    auto chosen = random_.between(least, std::max(least, most));
    if (random_.chance(3)) chosen += random_.chance(50) ? 1 : -1;
    return static_cast<std::size_t>(std::max<std::int64_t>(chosen, 0));
}

auto DocumentMaker::text(const Json& schema) -> Json {
    for (const std::string_view keyword : {"pattern", "format", "contentEncoding"}) {
        const Json* name = schema.find(keyword);
        const Samples* samples = name != nullptr ? find_samples(name->as_string()) : nullptr;
        if (samples == nullptr) continue;
        const bool good = random_.chance(95);
        return Json((good ? samples->good : samples->bad)[random_.below(3)]);
    }
    constexpr std::string_view letters[]{"a", "b",      "Z",          "7",  "-",
                                         " ", "\u00e9", "\U0001F600", "\n", "\""};
    std::string out;
    for (auto count = size(schema, "minLength", "maxLength"); count > 0; --count) {
        out += random_.chance(70) ? "a" : random_.pick(letters);
    }
    return Json(std::move(out));
}

auto DocumentMaker::integer(const Json& schema) -> Json {
    constexpr std::uint64_t corners[]{
        0, 1, 2147483648, 9223372036854775807U, 9223372036854775808U, 18446744073709551615U};
    if (random_.chance(8)) return Json(random_.pick(corners));
    const double low = number_of(schema, "minimum", number_of(schema, "exclusiveMinimum", -2) + 1);
    const double high =
        number_of(schema, "maximum", number_of(schema, "exclusiveMaximum", low + 12) - 1);
    const auto least = static_cast<std::int64_t>(std::max(low, -1e15));
    const auto most = static_cast<std::int64_t>(std::min(high, 1e15));
    auto chosen = random_.between(least, std::max(least, most));
    if (random_.chance(20)) chosen = random_.chance(50) ? least : most;
    if (random_.chance(5)) chosen += random_.chance(50) ? 1 : -1;
    if (const Json* divisor = schema.find("multipleOf"); divisor && random_.chance(90)) {
        chosen -= chosen % static_cast<std::int64_t>(divisor->as_double());
    }
    return Json(chosen);
}

auto DocumentMaker::number(const Json& schema) -> Json {
    constexpr double corners[]{0.0, -0.0, 0.1, 0.3, 1e300, -1e-300, 1e6, -0.25, 123456789.75};
    if (random_.chance(15)) return Json(random_.pick(corners));
    const double low = number_of(schema, "minimum", 0);
    const double high = number_of(schema, "maximum", low + 8);
    const double step = number_of(schema, "multipleOf", 0.25);
    const auto steps = static_cast<std::int64_t>((high - low) / step);
    return Json(low +
                step * static_cast<double>(random_.between(0, std::max<std::int64_t>(steps, 1))));
}

auto DocumentMaker::anything() -> Json {
    switch (random_.below(8)) {
        case 0: return {};
        case 1: return Json(true);
        case 2: return Json(random_.between(-3, 3));
        case 3: return Json(1.5);
        case 4: return Json("text");
        case 5: return Json::array();
        case 6: return Json(std::uint64_t{18446744073709551615U});
        default: return Json::object();
    }
}

auto DocumentMaker::mutated(const Json& value) -> Json {
    if (value.is_object() && !value.empty() && random_.chance(80)) {
        Json out = Json::object();
        mutate_object(value, out);
        return out;
    }
    if (value.is_array() && !value.empty() && random_.chance(80)) {
        Json out = Json::array();
        const auto chosen = random_.below(value.size());
        const bool twice = random_.chance(20);
        for (std::size_t i = 0; i < value.size(); ++i) {
            out.push_back(i == chosen && !twice ? mutated(value.at(i)) : value.at(i));
            if (i == chosen && twice) out.push_back(value.at(i));
        }
        return out;
    }
    if (value.is_string() && random_.chance(50)) {
        return Json(random_.chance(50) ? value.as_string() + "a" : value.as_string().substr(0, 0));
    }
    if (const auto integer = value.as_int64(); integer && random_.chance(50)) {
        return Json(static_cast<double>(*integer) + (random_.chance(50) ? 1.0 : 0.5));
    }
    return anything();
}

void DocumentMaker::mutate_object(const Json& value, Json& out) {
    const auto chosen = random_.below(value.size());
    const auto action = random_.below(4);
    std::size_t i = 0;
    for (const auto [key, member] : value.members()) {
        if (i++ != chosen) {
            out[key] = member;
        } else if (action == 0) {
            out[std::string(random_.pick(other_names))] = member;
        } else if (action != 1) {
            out[key] = mutated(member);
        }
    }
}

}  // namespace strata::testing
