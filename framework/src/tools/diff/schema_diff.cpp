#include "tools/diff/schema_diff.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "strata/json/pointer.hpp"

namespace strata::tools::diff {

namespace {

using json::Json;

// Keywords whose number bounds a value from below, or from above.
constexpr auto lower_bounds = std::to_array<std::string_view>(
    {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"});
constexpr auto upper_bounds = std::to_array<std::string_view>(
    {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"});
// What can be compared as a whole: with it a value obeys more than without.
constexpr auto constraints = std::to_array<std::string_view>(
    {"pattern", "format", "multipleOf", "contentEncoding", "contentMediaType", "contentSchema",
     "propertyNames", "dependentRequired"});
// Says nothing of what is valid.
constexpr auto annotations = std::to_array<std::string_view>(
    {"title", "description", "$comment", "examples", "deprecated", "readOnly", "writeOnly",
     "sensitive", "cpp", "$id", "$schema", "$anchor", "$defs", "version"});
constexpr auto compared = std::to_array<std::string_view>(
    {"type", "enum", "const", "default", "properties", "required", "additionalProperties",
     "unevaluatedProperties", "items", "prefixItems", "uniqueItems", "oneOf", "anyOf", "allOf",
     "$ref"});

template <std::size_t N>
auto is_in(const std::array<std::string_view, N>& list, std::string_view name) -> bool {
    return std::ranges::find(list, name) != list.end();
}

auto text_of(const Json* value) -> std::string { return value ? value->to_string() : "absent"; }

auto types_of(const Json& schema) -> std::set<std::string> {
    std::set<std::string> types;
    const Json* type = schema.find("type");
    if (type == nullptr)
        return {"array", "boolean", "integer", "null", "number", "object", "string"};
    if (type->is_string()) types.insert(type->as_string());
    if (type->is_array()) {
        for (const Json& each : type->items()) types.insert(each.as_string());
    }
    if (types.contains("number")) types.insert("integer");
    return types;
}

auto joined(const std::set<std::string>& names) -> std::string {
    std::string text;
    for (const std::string& name : names) {
        if (name == "integer" && names.contains("number")) continue;
        text += (text.empty() ? "" : " or ") + name;
    }
    return text;
}

// The values that `enum` or `const` allows; nothing: any.
auto allowed_values(const Json& schema) -> std::optional<std::set<std::string>> {
    std::set<std::string> values;
    if (const Json* constant = schema.find("const")) return std::set{constant->to_string()};
    const Json* list = schema.find("enum");
    if (list == nullptr) return std::nullopt;
    for (const Json& value : list->items()) values.insert(value.to_string());
    return values;
}

auto is_required(const Json& schema, std::string_view name) -> bool {
    const Json* required = schema.find("required");
    return required != nullptr && std::ranges::any_of(required->items(), [&](const Json& each) {
               return each.as_string() == name;
           });
}

auto is_integer_format(const Json* format) -> bool {
    const std::string text = text_of(format);
    return text == "\"int64\"" || text == "\"uint64\"";
}

auto member_pointer(const std::string& at, const std::string& name) -> std::string {
    std::string pointer = at;
    json::append_token(pointer, name);
    return pointer;
}

auto counted(std::size_t count, const char* what) -> std::string {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// What tells an alternative from the others: its members of one value. "kind=\"circle\" "
template <class Resolve>
auto tag_of(const Json& root, const Json& schema, Resolve resolve) -> std::string {
    std::string tag;
    const Json* members = schema.is_object() ? schema.find("properties") : nullptr;
    if (members == nullptr) return tag;
    for (const auto [name, member] : members->members()) {
        const Json& resolved = resolve(root, member);
        const auto values = resolved.is_object() ? allowed_values(resolved) : std::nullopt;
        if (values && values->size() == 1) tag += std::string(name) + "=" + *values->begin() + " ";
    }
    return tag;
}

// Whether every multiple of `larger` is one of `smaller`.
auto divides(const Json& smaller, const Json& larger) -> bool {
    if (!smaller.is_number() || !larger.is_number()) return false;
    return std::remainder(larger.as_double(), smaller.as_double()) == 0;
}

// What a schema says beside its reference; what has none says it all.
auto beside_reference(const Json& schema) -> const Json& {
    static const Json nothing = Json::object();
    return schema.is_object() && schema.contains("$ref") ? schema : nothing;
}

}  // namespace

// A request that may be more is no harm; an answer that may be more is one that clients did not
// know.
void SchemaDiff::widened(const std::string& at, const std::string& message, Severity of_answer) {
    report_(side_ == Side::request ? Severity::compatible : of_answer, at, message);
}

void SchemaDiff::narrowed(const std::string& at, const std::string& message) {
    report_(side_ == Side::request ? Severity::breaking : Severity::compatible, at, message);
}

auto SchemaDiff::resolve(const Json& root, const Json& schema) -> const Json& {
    const Json* found = &schema;
    for (int hops = 0; hops < 32 && found->is_object() && found->contains("$ref"); ++hops) {
        const std::string& reference = found->at("$ref").as_string();
        const Json* target =
            reference.starts_with('#') ? root.resolve(reference.substr(1)) : nullptr;
        if (target == nullptr) break;
        found = target;
    }
    return *found;
}

void SchemaDiff::compare(const Json& before, const Json& after, const std::string& at) {
    const Json& old_schema = resolve(old_root_, before);
    const Json& new_schema = resolve(new_root_, after);
    if (!seen_.emplace(&old_schema, &new_schema).second) return;
    if (!old_schema.is_object() || !new_schema.is_object()) {
        if (old_schema == new_schema) return;
        const bool wider = (new_schema.is_boolean() && new_schema.as_bool()) ||
                           (old_schema.is_boolean() && !old_schema.as_bool());
        return wider ? widened(at, "takes more values", Severity::breaking)
                     : narrowed(at, "takes fewer values");
    }
    compare_keywords(old_schema, new_schema, at);
    if (&old_schema != &before || &new_schema != &after)
        compare_keywords(beside_reference(before), beside_reference(after), at);
    seen_.erase({&old_schema, &new_schema});
}

void SchemaDiff::compare_keywords(const Json& old_schema, const Json& new_schema,
                                  const std::string& at) {
    compare_types(old_schema, new_schema, at);
    compare_values(old_schema, new_schema, at);
    compare_bounds(old_schema, new_schema, at);
    compare_texts(old_schema, new_schema, at);
    compare_members(old_schema, new_schema, at);
    compare_items(old_schema, new_schema, at);
    compare_alternatives(old_schema, new_schema, at);
    compare_rest(old_schema, new_schema, at);
}

void SchemaDiff::compare_types(const Json& before, const Json& after, const std::string& at) {
    const auto old_types = types_of(before);
    const auto new_types = types_of(after);
    if (old_types == new_types) return;
    const std::string message = "is " + joined(new_types) + ", was " + joined(old_types);
    const bool wider = std::ranges::includes(new_types, old_types);
    const bool narrower = std::ranges::includes(old_types, new_types);
    if (wider) return widened(at, message, Severity::breaking);
    if (narrower) return narrowed(at, message);
    report_(Severity::breaking, at, message);
}

void SchemaDiff::compare_values(const Json& before, const Json& after, const std::string& at) {
    const auto old_values = allowed_values(before);
    const auto new_values = allowed_values(after);
    if (old_values && new_values) {
        for (const std::string& value : *new_values) {
            if (!old_values->contains(value)) widened(at, "may now be " + value);
        }
        for (const std::string& value : *old_values) {
            if (!new_values->contains(value)) narrowed(at, "may no longer be " + value);
        }
    } else if (old_values) {
        widened(at, "is no longer one of a list of values");
    } else if (new_values) {
        narrowed(at, "must now be one of a list of values");
    }
    const Json* old_default = before.find("default");
    const Json* new_default = after.find("default");
    if (text_of(old_default) != text_of(new_default) && side_ == Side::request)
        report_(Severity::risky, at,
                "default is " + text_of(new_default) + ", was " + text_of(old_default));
}

void SchemaDiff::compare_bounds(const Json& before, const Json& after, const std::string& at) {
    const auto compare_one = [&](std::string_view keyword, bool lower) {
        const Json* old_bound = before.find(keyword);
        const Json* new_bound = after.find(keyword);
        if (text_of(old_bound) == text_of(new_bound)) return;
        const std::string message =
            std::string(keyword) + " is " + text_of(new_bound) + ", was " + text_of(old_bound);
        if (old_bound == nullptr) return narrowed(at, message);
        if (new_bound == nullptr) return widened(at, message);
        const bool rises = new_bound->as_double() > old_bound->as_double();
        rises == lower ? narrowed(at, message) : widened(at, message);
    };
    for (const std::string_view keyword : lower_bounds) compare_one(keyword, true);
    for (const std::string_view keyword : upper_bounds) compare_one(keyword, false);
    const auto unique = [](const Json& schema) {
        const Json* found = schema.find("uniqueItems");
        return found != nullptr && found->as_bool();
    };
    if (unique(before) && !unique(after)) widened(at, "its items need not be unique any more");
    if (!unique(before) && unique(after)) narrowed(at, "its items must be unique");
}

void SchemaDiff::compare_texts(const Json& before, const Json& after, const std::string& at) {
    for (const std::string_view keyword : constraints) {
        const Json* old_value = before.find(keyword);
        const Json* new_value = after.find(keyword);
        if (text_of(old_value) == text_of(new_value)) continue;
        // The loader's own word for an integer: the type was told already.
        if (is_integer_format(old_value) != is_integer_format(new_value)) continue;
        const std::string message =
            std::string(keyword) + " is " + text_of(new_value) + ", was " + text_of(old_value);
        if (old_value == nullptr) {
            narrowed(at, message);
        } else if (new_value == nullptr) {
            widened(at, message);
        } else if (keyword == "multipleOf" && divides(*new_value, *old_value)) {
            widened(at, message);
        } else if (keyword == "multipleOf" && divides(*old_value, *new_value)) {
            narrowed(at, message);
        } else {
            report_(Severity::breaking, at, message);
        }
    }
}

void SchemaDiff::member_added(const Json& after, const std::string& name, const std::string& at) {
    const std::string pointer = member_pointer(at, name);
    const bool breaks = side_ == Side::request && is_required(after, name);
    report_(breaks ? Severity::breaking : Severity::compatible, pointer,
            is_required(after, name) ? "is new, and required" : "is new, and optional");
}

void SchemaDiff::member_removed(const Json& before, const std::string& name,
                                const std::string& at) {
    const bool breaks = side_ == Side::request || is_required(before, name);
    report_(breaks ? Severity::breaking : Severity::risky, member_pointer(at, name), "is gone");
}

void SchemaDiff::compare_members(const Json& before, const Json& after, const std::string& at) {
    static const Json none = Json::object();
    const Json* old_list = before.find("properties");
    const Json* new_list = after.find("properties");
    const Json& old_members = old_list ? *old_list : none;
    const Json& new_members = new_list ? *new_list : none;
    for (const auto [name, schema] : new_members.members()) {
        const Json* known = old_members.find(name);
        if (known == nullptr) {
            member_added(after, name, at);
            continue;
        }
        const std::string pointer = member_pointer(at, name);
        const bool was = is_required(before, name);
        const bool is = is_required(after, name);
        if (was && !is) widened(pointer, "is optional, was required", Severity::breaking);
        if (!was && is) narrowed(pointer, "is required, was optional");
        compare(*known, schema, pointer);
    }
    for (const auto [name, schema] : old_members.members()) {
        if (!new_members.contains(name)) member_removed(before, name, at);
    }
    for (const std::string_view keyword : {"additionalProperties", "unevaluatedProperties"}) {
        static const Json any(true);
        const Json* old_others = before.find(keyword);
        const Json* new_others = after.find(keyword);
        if (old_others == nullptr && new_others == nullptr) continue;
        compare(old_others ? *old_others : any, new_others ? *new_others : any, at + "/*");
    }
}

void SchemaDiff::compare_items(const Json& before, const Json& after, const std::string& at) {
    static const Json any(true);
    const Json* old_items = before.find("items");
    const Json* new_items = after.find("items");
    if (old_items != nullptr || new_items != nullptr)
        compare(old_items ? *old_items : any, new_items ? *new_items : any, at + "/*");
    const Json* old_prefix = before.find("prefixItems");
    const Json* new_prefix = after.find("prefixItems");
    if (old_prefix == nullptr && new_prefix == nullptr) return;
    const std::size_t old_size = old_prefix ? old_prefix->size() : 0;
    const std::size_t new_size = new_prefix ? new_prefix->size() : 0;
    if (old_size != new_size)
        report_(
            Severity::breaking, at,
            "has " + std::to_string(new_size) + " fixed items, had " + std::to_string(old_size));
    for (std::size_t i = 0; i < std::min(old_size, new_size); ++i)
        compare(old_prefix->at(i), new_prefix->at(i), at + "/" + std::to_string(i));
}

// The old place of each new alternative, where it has one: that of the same tag, of the same
// schema, or, of those that are left and have no tag, the next.
auto SchemaDiff::pair_alternatives(const Json& before, const Json& after) const
    -> std::vector<std::optional<std::size_t>> {
    const auto tags = [](const Json& root, const Json& list, auto resolve_one) {
        std::vector<std::pair<std::string, std::string>> all;
        for (const Json& each : list.items()) {
            const Json& schema = resolve_one(root, each);
            all.emplace_back(tag_of(root, schema, resolve_one), schema.to_string());
        }
        return all;
    };
    const auto old_tags = tags(old_root_, before, resolve);
    const auto new_tags = tags(new_root_, after, resolve);
    std::vector<std::optional<std::size_t>> places(new_tags.size());
    std::vector<bool> taken(old_tags.size());
    const auto pair_by = [&](auto same) {
        for (std::size_t i = 0; i < places.size(); ++i) {
            for (std::size_t k = 0; !places[i] && k < taken.size(); ++k) {
                if (taken[k] || !same(old_tags[k], new_tags[i])) continue;
                places[i] = k;
                taken[k] = true;
            }
        }
    };
    pair_by([](const auto& x, const auto& y) { return x == y; });
    pair_by([](const auto& x, const auto& y) { return !x.first.empty() && x.first == y.first; });
    pair_by([](const auto& x, const auto& y) { return x.first.empty() && y.first.empty(); });
    return places;
}

void SchemaDiff::compare_alternatives(const Json& before, const Json& after,
                                      const std::string& at) {
    static const Json none = Json::array();
    for (const std::string_view keyword : {"oneOf", "anyOf", "allOf"}) {
        const Json* old_list = before.find(keyword);
        const Json* new_list = after.find(keyword);
        if (old_list == nullptr && new_list == nullptr) continue;
        const Json& olds = old_list ? *old_list : none;
        const Json& news = new_list ? *new_list : none;
        const auto places = pair_alternatives(olds, news);
        std::size_t kept = 0;
        for (std::size_t i = 0; i < places.size(); ++i) {
            if (!places[i]) continue;
            ++kept;
            compare(olds.at(*places[i]), news.at(i), at);
        }
        // One more of allOf, or of what had no choice before, is one more demand.
        const bool choice = keyword != "allOf" && olds.size() > 0 && news.size() > 0;
        const std::string of = " of " + std::string(keyword);
        if (news.size() > kept) {
            const std::string message = "has " + counted(news.size() - kept, "new schema") + of;
            choice ? widened(at, message) : narrowed(at, message);
        }
        if (olds.size() > kept) {
            const std::string message = "lost " + counted(olds.size() - kept, "schema") + of;
            choice ? narrowed(at, message) : widened(at, message);
        }
    }
}

// What is not understood here is not called harmless.
void SchemaDiff::compare_rest(const Json& before, const Json& after, const std::string& at) {
    std::set<std::string> names;
    for (const Json* schema : {&before, &after}) {
        for (const auto [name, value] : schema->members()) {
            if (!is_in(lower_bounds, name) && !is_in(upper_bounds, name) &&
                !is_in(constraints, name) && !is_in(annotations, name) && !is_in(compared, name))
                names.insert(name);
        }
    }
    for (const std::string& name : names) {
        if (text_of(before.find(name)) != text_of(after.find(name)))
            report_(Severity::risky, at, name + " changed");
    }
}

}  // namespace strata::tools::diff
