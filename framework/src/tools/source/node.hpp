#pragma once
// Node: a value of a contract file with its place, members in the order in which they are written
// (the order of a struct's constructor). Contracts may have comments and trailing commas. A plain
// value that owns its tree.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strata/json/json.hpp"
#include "tools/model/diagnostics.hpp"
#include "tools/model/location.hpp"

namespace strata::tools {

struct NodeMember;

struct Node {
    json::Kind kind = json::Kind::null;
    Location location{};
    std::string text{};  // of a string its content, of any other scalar its spelling
    std::vector<NodeMember> members;
    std::vector<Node> items;

    [[nodiscard]] auto find(std::string_view key) const -> const Node*;
    [[nodiscard]] auto find_member(std::string_view key) const -> const NodeMember*;
    [[nodiscard]] auto is_string() const noexcept -> bool { return kind == json::Kind::string; }
    [[nodiscard]] auto is_object() const noexcept -> bool { return kind == json::Kind::object; }
    [[nodiscard]] auto is_array() const noexcept -> bool { return kind == json::Kind::array; }
    [[nodiscard]] auto is_number() const noexcept -> bool { return kind == json::Kind::number; }
    [[nodiscard]] auto is_boolean() const noexcept -> bool { return kind == json::Kind::boolean; }
    [[nodiscard]] auto is_true() const noexcept -> bool { return is_boolean() && text == "true"; }
    [[nodiscard]] auto is_false() const noexcept -> bool { return is_boolean() && text == "false"; }
    // A string equal to it.
    [[nodiscard]] auto is(std::string_view word) const noexcept -> bool {
        return is_string() && text == word;
    }
    // Exactly, if it is a number without fraction and in range.
    [[nodiscard]] auto as_int64() const -> std::optional<std::int64_t>;
    [[nodiscard]] auto as_uint64() const -> std::optional<std::uint64_t>;
    [[nodiscard]] auto as_double() const -> double;  // REQUIRES: is_number()

    // By JSON pointer ("/$defs/Order"); null where it leads nowhere.
    [[nodiscard]] auto resolve(std::string_view pointer) const -> const Node*;
    [[nodiscard]] auto to_json() const -> json::Json;
};

struct NodeMember {
    std::string key{};
    Location location{};  // of the key
    Node value{};
};

// The first syntax error goes to `diagnostics`. `file` is how locations name it.
[[nodiscard]] auto parse_node(const std::string& file, std::string_view text,
                              Diagnostics& diagnostics) -> std::optional<Node>;

}  // namespace strata::tools
