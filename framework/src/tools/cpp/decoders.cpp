#include "tools/cpp/decoders.hpp"

#include <algorithm>

#include "tools/contract/scalars.hpp"
#include "tools/cpp/struct_members.hpp"
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

// As ObjectReader counts them: required ones first.
auto read_order(const Definition& structure) -> std::vector<const Member*> {
    std::vector<const Member*> order;
    for (const Member& member : structure.members) order.push_back(&member);
    std::ranges::stable_partition(order, &Member::required);
    return order;
}

// The argument of the constructor for a member that was read into an optional of that name.
auto argument(const Member& member, const Module& module) -> std::string {
    const auto name = local_name(member.cpp_name);
    const bool small = is_cheap(member.type);
    if (member.required) return small ? "*" + name : "*std::move(" + name + ")";
    if (member.is_optional()) return small ? name : "std::move(" + name + ")";
    std::string value = member.default_value;
    if (value.starts_with('{')) value = cpp_type(member.type, &module) + value;
    return (small ? name : "std::move(" + name + ")") + ".value_or(" + value + ")";
}

struct KindGroup {
    std::string kind{};
    std::vector<const Alternative*> alternatives{};
};

// The alternatives by the kind of JSON value; all together where one may be of any kind.
auto by_kind(const Definition& variant) -> std::vector<KindGroup> {
    const bool known = std::ranges::none_of(
        variant.alternatives, [](const Alternative& each) { return each.kind.empty(); });
    std::vector<KindGroup> groups;
    for (const Alternative& each : variant.alternatives) {
        const std::string kind(known ? each.kind : "");
        auto group = std::ranges::find(groups, kind, &KindGroup::kind);
        if (group == groups.end()) group = groups.insert(group, {.kind = kind});
        group->alternatives.push_back(&each);
    }
    return groups;
}

auto is_bounded_integer(const Type& type) -> bool {
    const bool is_integer = type.kind == Kind::integer || type.kind == Kind::unsigned_integer;
    const bool bounded = !type.rule.minimum.empty() || !type.rule.maximum.empty();
    return is_integer && bounded && !type.is_named_scalar();
}

// ".minimum = 1, .maximum = 99"
auto bounds(const Rule& rule) -> std::string {
    std::string text;
    if (!rule.minimum.empty()) text += ".minimum = " + rule.minimum;
    if (!rule.maximum.empty()) text += (text.empty() ? "" : ", ") + (".maximum = " + rule.maximum);
    return text;
}

auto needs_checks(const Type& type) -> bool {
    return !type.rule.empty() && !type.is_named_scalar();
}

// "order_members"
auto members_name(const Definition& structure) -> std::string {
    auto name = snake_case(structure.name);
    if (name.ends_with('_')) name.pop_back();
    return name + "_members";
}

auto function_head(const Definition& definition) -> std::string {
    return "void decode(json::Reader& reader, std::optional<" + definition.name + ">& out) {";
}

}  // namespace

void DecoderWriter::write_names(const Definition& structure, Code& code) {
    std::vector<std::string> names;
    for (const Member* member : read_order(structure))
        names.push_back(cpp_string(member->json_name));
    code.list("constexpr std::array<std::string_view, " + std::to_string(names.size()) + "> " +
                  members_name(structure) + "{",
              names, "};");
}

void DecoderWriter::write(const Definition& definition) {
    if (definition.form == Form::enumeration) write_enumeration(definition);
    if (definition.form == Form::structure) write_structure(definition);
    if (definition.form == Form::variant) write_variant(definition);
}

void DecoderWriter::write_enumeration(const Definition& definition) {
    std::string names;
    for (const Enumerator& each : definition.enumerators) {
        names += (names.empty() ? "" : ", ") + each.json_value;
    }
    code_.gap().open(function_head(definition));
    code_.line("out.reset();");
    code_.line("std::string_view text;");
    code_.line("if (!reader.read_string(text)) return;");
    code_.line("out = parse_" + snake_case(definition.name) + "(text);");
    code_.list("if (!out) reader.problem(", {"\"enum\"", cpp_string("must be one of " + names)},
               ");");
    code_.close();
}

void DecoderWriter::write_structure(const Definition& structure) {
    uses_objects_ = true;
    const auto required = std::ranges::count(structure.members, true, &Member::required);
    const std::string others = structure.additional ? ", json::OtherMembers::given" : "";
    code_.gap().open(function_head(structure));
    code_.line("out.reset();");
    if (!structure.type.rule.schema.empty()) {
        code_.line("if (!schema::check_ahead(reader, " +
                   compiled_.schema(structure.type.rule.schema, structure.name) + ")) return;");
    }
    code_.line("json::ObjectReader<" + members_name(structure) + ", " + std::to_string(required) +
               others + "> object(reader);");
    write_locals(structure);
    write_cases(structure);
    if (structure.min_properties || structure.max_properties) {
        auto limit = [](const auto& value, std::string_view none) {
            return value ? std::to_string(*value) : std::string(none);
        };
        code_.line("object.check_size(" + limit(structure.min_properties, "0") + ", " +
                   limit(structure.max_properties, "json::no_limit") + ");");
    }
    write_result(structure);
    code_.close();
}

void DecoderWriter::write_locals(const Definition& structure) {
    for (const Member& member : structure.members) {
        if (!member.constant.empty()) continue;
        code_.line("std::optional<" + cpp_type(member.type, &module_) + "> " +
                   local_name(member.cpp_name) + ";");
    }
    if (structure.additional) {
        code_.line("std::map<std::string, " + cpp_type(*structure.additional, &module_) +
                   "> additional;");
    }
}

void DecoderWriter::write_cases(const Definition& structure) {
    const auto order = read_order(structure);
    if (order.empty() && !structure.additional) {
        code_.open("while (object.next()) {").close();
        return;
    }
    code_.open("while (object.next()) {");
    code_.open("switch (object.member()) {");
    for (std::size_t i = 0; i < order.size(); ++i) write_case(*order[i], i, structure);
    if (structure.additional) write_additional(structure);
    code_.close().close();
}

void DecoderWriter::write_case(const Member& member, std::size_t index,
                               const Definition& structure) {
    const std::string label = "case " + std::to_string(index) + ":";
    const auto name = local_name(member.cpp_name);
    if (!member.constant.empty()) {
        code_.line(label + " json::decode_constant(reader, " + structure.name +
                   "::" + member.cpp_name + "); break;");
        return;
    }
    if (!needs_checks(member.type) && !has_inner_rules(member.type)) {
        code_.line(label + " decode(reader, " + name + "); break;");
        return;
    }
    code_.open(label);
    write_value(member.type, name, structure.name + pascal_case(member.cpp_name), 0);
    code_.line("break;").end();
}

void DecoderWriter::write_additional(const Definition& structure) {
    const Type& type = *structure.additional;
    code_.open("default: {");
    code_.line("std::string key(object.key());");
    code_.line("reader.note(object.key());");
    code_.line("std::optional<" + cpp_type(type, &module_) + "> other;");
    write_value(type, "other", structure.name + "Value", 0);
    code_.line("if (other) additional.emplace(std::move(key), *std::move(other));");
    code_.close();
}

void DecoderWriter::write_result(const Definition& structure) {
    std::vector<std::string> arguments;
    for (const Member* member : structure.constructor_order()) {
        arguments.push_back(argument(*member, module_));
    }
    if (structure.additional) arguments.emplace_back("std::move(additional)");
    code_.line("if (!object.complete()) return;");
    code_.list("out.emplace(", arguments, ");");
}

void DecoderWriter::write_value(const Type& type, const std::string& variable,
                                const std::string& owner, unsigned depth) {
    const bool special = needs_checks(type) || has_inner_rules(type);
    if (!type.nullable || !special) return write_plain_value(type, variable, owner, depth);
    uses_inner_rules_ = true;
    Type plain = type;
    plain.nullable = false;
    const std::string item = "item" + (depth == 0 ? "" : std::to_string(depth + 1));
    code_.open("json::decode_nullable(reader, " + variable + ", [&](std::optional<" +
               cpp_type(plain, &module_) + ">& " + item + ") {");
    write_plain_value(plain, item, owner, depth + 1);
    code_.close("});");
}

void DecoderWriter::write_plain_value(const Type& type, const std::string& variable,
                                      const std::string& owner, unsigned depth) {
    if (type.kind != Kind::json && !type.rule.schema.empty()) {
        Type unchecked = type;
        unchecked.rule.schema.clear();
        code_.open("if (schema::check_ahead(reader, " + compiled_.schema(type.rule.schema, owner) +
                   ")) {");
        write_plain_value(unchecked, variable, owner, depth);
        code_.close();
        return;
    }
    if (type.boxed && has_inner_rules(type)) {
        Type whole = type;
        whole.boxed = false;
        code_.open("{").line("std::optional<" + cpp_type(whole, &module_) + "> whole;");
        write_inner(whole, "whole", owner, depth);
        code_.line("if (whole) " + variable + ".emplace(*std::move(whole));").close();
    } else if (has_inner_rules(type)) {
        write_inner(type, variable, owner, depth);
    } else if (is_bounded_integer(type)) {
        Type checked = type;
        checked.rule.minimum.clear();
        checked.rule.maximum.clear();
        code_.line("json::decode_integer(reader, " + variable + ", {" + bounds(type.rule) + "});");
        return write_checks(checked, variable, owner);
    } else {
        code_.line("decode(reader, " + variable + ");");
    }
    write_checks(type, variable, owner);
}

// An array, a map or a tuple whose elements have rules: each is read by a function of its own.
void DecoderWriter::write_inner(const Type& type, const std::string& variable,
                                const std::string& owner, unsigned depth) {
    uses_inner_rules_ = true;
    const std::string item = "item" + (depth == 0 ? "" : std::to_string(depth + 1));
    const auto head = [&](const Type& element) {
        return "[&](std::optional<" + cpp_type(element, &module_) + ">& " + item + ") {";
    };
    const bool is_map = type.kind == Kind::map;
    const bool is_tuple = type.kind == Kind::tuple;
    bool first = true;
    for (const Type& element : type.inner()) {
        if (first) {
            code_.open(std::string("json::decode_") +
                       (is_map     ? "members"
                        : is_tuple ? "tuple"
                                   : "items") +
                       "(reader, " + variable + ", " + head(element));
        } else {
            code_.reopen("}, " + head(element));
        }
        first = false;
        write_value(element, item, owner + (is_map ? "Value" : "Item"), depth + 1);
    }
    code_.close("});");
}

void DecoderWriter::write_checks(const Type& type, const std::string& variable,
                                 const std::string& owner) {
    if (!needs_checks(type)) return;
    if (!type.rule.allowed.empty()) uses_inner_rules_ = true;
    const auto checks = check_statements(type, "*" + variable, owner, compiled_);
    auto fixed = checks;
    for (std::string& check : fixed) {
        const std::string size = "*" + variable + ".size()";
        if (const auto at = check.find(size); at != std::string::npos) {
            check.replace(at, size.size(), variable + "->size()");
        }
    }
    if (fixed.size() == 1) {
        code_.line("if (" + variable + ") " + fixed.front());
    } else if (!fixed.empty()) {
        code_.open("if (" + variable + ") {");
        for (const std::string& check : fixed) code_.line(check);
        code_.close();
    }
}

void DecoderWriter::write_variant(const Definition& variant) {
    code_.gap().open(function_head(variant));
    code_.line("out.reset();");
    const auto groups = by_kind(variant);
    if (groups.size() == 1) {
        write_alternatives(variant, groups.front().alternatives);
        code_.close();
        return;
    }
    code_.open("switch (reader.peek()) {");
    std::string kinds;
    for (const auto& [kind, alternatives] : groups) {
        kinds += (kinds.empty() ? "" : ", ") + kind;
        code_.open("case json::Kind::" + kind + ": {");
        write_alternatives(variant, alternatives);
        code_.line("break;").close();
    }
    code_.open("default:");
    code_.line("if (reader.skip()) reader.problem(\"type\", " +
               cpp_string("must be one of " + kinds) + ");");
    code_.line("break;").end().close();
    code_.close();
}

// Those of one kind of JSON value.
void DecoderWriter::write_alternatives(const Definition& variant,
                                       const Alternatives& alternatives) {
    if (alternatives.size() == 1) {
        write_alternative(variant, *alternatives.front());
    } else if (alternatives.front()->tag.empty()) {
        write_tried(variant, alternatives);
    } else {
        write_tagged(variant, alternatives);
    }
}

void DecoderWriter::write_tagged(const Definition& variant, const Alternatives& alternatives) {
    uses_tags_ = true;
    const auto tag = cpp_string(variant.discriminator);
    code_.line("const auto tag = json::read_tag(reader, " + tag + ");");
    code_.line("if (!tag) return;");
    bool first = true;
    for (const Alternative* each : alternatives) {
        const std::string condition = "if (*tag == " + each->tag + ") {";
        if (first) {
            code_.open(condition);
        } else {
            code_.reopen("} else " + condition);
        }
        first = false;
        write_alternative(variant, *each);
    }
    code_.reopen("} else {");
    code_.line("json::refuse_tag(reader, " + tag + ");");
    code_.close();
}

void DecoderWriter::write_alternative(const Definition& variant, const Alternative& alternative,
                                      std::string_view condition) {
    code_.line("std::optional<" + cpp_type(alternative.type, &module_) + "> value;");
    write_value(alternative.type, "value", variant.name, 0);
    code_.line("if (" + std::string(condition) + ") out.emplace(*std::move(value));");
}

// The compiled validator says whether the value is valid; then the first that can be read is it.
void DecoderWriter::write_tried(const Definition& variant, const Alternatives& alternatives) {
    code_.line("if (!schema::check_ahead(reader, " +
               compiled_.schema(variant.type.rule.schema, variant.name) + ")) return;");
    code_.line("const auto start = reader.mark();");
    for (std::size_t i = 0; i < alternatives.size(); ++i) {
        code_.open(i == 0 ? "{" : "if (!out) {");
        if (i != 0) code_.line("reader.reset(start);");
        write_alternative(variant, *alternatives[i], "value && !reader.problems_since(start)");
        code_.close();
    }
}

}  // namespace strata::tools
