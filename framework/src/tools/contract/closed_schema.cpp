#include "tools/contract/closed_schema.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "strata/json/pointer.hpp"
#include "tools/contract/keywords.hpp"
#include "tools/contract/scalars.hpp"

namespace strata::tools {

namespace {

constexpr auto in_place =
    std::to_array<std::string_view>({"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if",
                                     "then", "else", "dependentSchemas"});

class Closer final {
  public:
    explicit Closer(Sources& sources) : sources_(sources) {}

    auto close(const SchemaRef& schema) -> json::Json {
        json::Json root = copy(schema, false);
        // Every copied definition may name further ones.
        while (!pending_.empty()) {
            const auto next = std::move(pending_.front());
            pending_.pop_front();
            definitions_.emplace(next.name, copy(next.schema, next.open));
        }
        if (definitions_.empty() || !root.is_object()) return root;
        auto& defs = root["$defs"];
        if (!defs.is_object()) defs = json::Json::object();
        for (auto& [name, definition] : definitions_) defs[name] = std::move(definition);
        return root;
    }

  private:
    struct Pending {
        std::string name;
        SchemaRef schema;
        bool open;
    };

    // The open form says what the schema says and no more.
    auto copy(const SchemaRef& schema, bool open) -> json::Json {
        if (!schema.node->is_object()) return schema.node->to_json();
        auto result = json::Json::object();
        for (const NodeMember& member : schema.node->members) {
            const Keyword* keyword = find_keyword(member.key);
            if (!keyword || member.key == "$defs") continue;
            result[member.key] = copy_value(schema, member, *keyword);
        }
        if (!open && describes_object(schema)) close_object(schema, result);
        if (!open) bound_integer(schema, result);
        return result;
    }

    auto copy_value(const SchemaRef& owner, const NodeMember& member, const Keyword& keyword)
        -> json::Json {
        const bool open = keyword.in_place;
        auto inner = [&](const Node& node) { return copy({owner.source, &node, "", false}, open); };
        switch (keyword.value) {
            case KeywordValue::schema: return inner(member.value);
            case KeywordValue::schema_list: {
                auto list = json::Json::array();
                // Each alternative is a type of its own.
                const bool is_type = member.key == "anyOf" || member.key == "oneOf";
                for (const Node& item : member.value.items) {
                    auto& copied = list.push_back(inner(item));
                    if (is_type) bound_integer({owner.source, &item, "", false}, copied);
                }
                return list;
            }
            case KeywordValue::schema_map: {
                auto map = json::Json::object();
                for (const NodeMember& each : member.value.members)
                    map[each.key] = inner(each.value);
                return map;
            }
            case KeywordValue::reference: return refer(*owner.source, member.value);
            default: return member.value.to_json();
        }
    }

    // A definition that applies in place is open: whoever refers to it closes the object.
    auto refer(const Source& source, const Node& reference) -> json::Json {
        auto target = sources_.resolve(source, reference.text, reference.location);
        if (!target) return json::Json(reference.text);
        auto [known, is_new] = names_.try_emplace(target.node, "");
        if (is_new) {
            known->second = target.source->module->cpp_name + "." + target.name;
            while (!used_.insert(known->second).second) known->second += '_';
            pending_.push_back({known->second, target, true});
        }
        std::string pointer = "#/$defs";
        json::append_token(pointer, known->second);
        return json::Json(pointer);
    }

    auto describes_object(const SchemaRef& schema) -> bool {
        const auto says = [&](auto keyword) { return schema.node->find(keyword) != nullptr; };
        if (!says("type") && !says("properties") && std::ranges::none_of(in_place, says)) {
            return false;
        }
        const auto types = Shape(sources_, schema).types();
        return std::ranges::find(types, "object") != types.end();
    }

    // In a contract an integer is an int64, unless its schema asks for a uint64.
    void bound_integer(const SchemaRef& schema, json::Json& result) {
        const Shape shape(sources_, schema);
        auto types = shape.types();
        std::erase(types, "null");
        if (types != std::vector<std::string>{"integer"} || shape.has("format")) return;
        if (shape.has("enum") || shape.has("const")) return;
        result["format"] = json::Json(integer_format(shape));
    }

    // Whether the schema or one that applies to the same value says what other members may be.
    auto says_additional(const SchemaRef& schema, unsigned depth) -> bool {
        const Node& node = *schema.node;
        if (!node.is_object() || depth > 32) return false;
        if (node.find("additionalProperties") || node.find("unevaluatedProperties")) return true;
        if (const Node* reference = node.find("$ref"); reference && reference->is_string()) {
            auto target = sources_.resolve(*schema.source, reference->text, reference->location);
            if (target && says_additional(target, depth + 1)) return true;
        }
        const Node* all = node.find("allOf");
        return all && std::ranges::any_of(all->items, [&](const Node& item) {
                   return says_additional({schema.source, &item, "", false}, depth + 1);
               });
    }

    void close_object(const SchemaRef& schema, json::Json& result) {
        if (says_additional(schema, 0)) return;
        const bool plain = std::ranges::none_of(
            in_place, [&](auto keyword) { return schema.node->find(keyword) != nullptr; });
        result[plain ? "additionalProperties" : "unevaluatedProperties"] = json::Json(false);
    }

    Sources& sources_;
    std::map<const Node*, std::string> names_;
    std::set<std::string> used_;
    std::deque<Pending> pending_;
    std::map<std::string, json::Json> definitions_;
};

}  // namespace

auto closed_schema(Sources& sources, const SchemaRef& schema) -> json::Json {
    return Closer(sources).close(schema);
}

}  // namespace strata::tools
