#pragma once
// Nodes of a JSON Schema that a metaschema definition is lowered to: each with the place of what it
// was made from, so that whatever is wrong with it is told there.
#include <string>
#include <utility>

#include "tools/source/node.hpp"

namespace strata::tools {

inline auto text_node(std::string text, const Location& at) -> Node {
    Node node{.kind = json::Kind::string, .location = at};
    node.text = std::move(text);
    return node;
}

// A number, true, false or null, as JSON spells it.
inline auto plain_node(json::Kind kind, std::string text, const Location& at) -> Node {
    Node node{.kind = kind, .location = at};
    node.text = std::move(text);
    return node;
}

inline auto null_node(const Location& at) -> Node {
    return plain_node(json::Kind::null, "null", at);
}

inline auto flag_node(bool value, const Location& at) -> Node {
    return plain_node(json::Kind::boolean, value ? "true" : "false", at);
}

inline auto list_node(const Location& at) -> Node {
    return {.kind = json::Kind::array, .location = at};
}

inline auto object_node(const Location& at) -> Node {
    return {.kind = json::Kind::object, .location = at};
}

inline void add(Node& object, std::string key, Node value) {
    NodeMember member;
    member.key = std::move(key);
    member.location = value.location;
    member.value = std::move(value);
    object.members.push_back(std::move(member));
}

// {"type": name}
inline auto type_node(std::string name, const Location& at) -> Node {
    Node schema = object_node(at);
    add(schema, "type", text_node(std::move(name), at));
    return schema;
}

// {"$ref": pointer}
inline auto reference_node(std::string pointer, const Location& at) -> Node {
    Node schema = object_node(at);
    add(schema, "$ref", text_node(std::move(pointer), at));
    return schema;
}

}  // namespace strata::tools
