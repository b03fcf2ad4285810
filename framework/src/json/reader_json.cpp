// Reading a value of any type into a Json.
#include <vector>

#include "json/json_access.hpp"
#include "json/number.hpp"
#include "strata/json/reader.hpp"

namespace strata::json {
namespace {

using Node = JsonAccess::Node;

auto to_node(const Number& number) -> Node {
    switch (number.kind) {
        case Number::Kind::negative: return number.negative;
        case Number::Kind::positive: return number.positive;
        default: return number.real;
    }
}

}  // namespace

// A scalar whole; of an array or object only its opening.
auto Reader::read_node(void* target) -> bool {
    Node& node = *static_cast<Node*>(target);
    const Kind kind = peek();
    if (kind == Kind::object || kind == Kind::array) {
        node = kind == Kind::object ? Node::object() : Node::array();
        return push(kind == Kind::array);
    }
    if (kind == Kind::number) {
        const Number number = parse_number(cursor_, end_);
        if (!take_number(number)) return false;
        node = to_node(number);
        return true;
    }
    if (kind == Kind::string) {
        std::string_view text;
        if (!read_text(scratch_, text)) return false;
        node = std::string(text);
        return true;
    }
    const char* first = cursor_;
    if (!skip_scalar_or_open()) return false;
    node = kind == Kind::boolean ? Node(*first == 't') : Node(nullptr);
    return true;
}

auto Reader::read_json(Json& out) -> bool {
    const unsigned base = depth_;
    std::vector<Node*> open;
    Node root;
    if (!read_node(&root)) return false;
    if (depth_ > base) open.push_back(&root);
    std::string_view key;
    while (!open.empty()) {
        const std::size_t depth = depth_;
        Node* child = nullptr;
        if (open.back()->is_array()) {
            if (next_element()) child = &open.back()->get_ref<Node::array_t&>().emplace_back();
        } else if (next_member(key)) {
            auto [at, fresh] =
                open.back()->get_ref<Node::object_t&>().try_emplace(std::string(key));
            if (fresh) {
                child = &at->second;
            } else {
                duplicate(key);
            }
        }
        if (error_) return false;
        if (child == nullptr) {
            open.pop_back();
        } else {
            if (!read_node(child)) return false;
            if (depth_ > depth) open.push_back(child);
        }
    }
    JsonAccess::node(out) = std::move(root);
    return true;
}

}  // namespace strata::json
