// Writing a Json, without recursion.
#include <vector>

#include "json/json_access.hpp"
#include "strata/json/writer.hpp"

namespace strata::json {
namespace {

using Node = JsonAccess::Node;

// An array or object half written.
struct Open {
    const Node* node;
    Node::array_t::const_iterator item{};
    Node::object_t::const_iterator member{};
};

void write_scalar(Writer& writer, const Node& node) {
    switch (node.type()) {
        case Node::value_t::boolean: return writer.value(node.get<bool>());
        case Node::value_t::number_integer: return writer.value(node.get<std::int64_t>());
        case Node::value_t::number_unsigned: return writer.value(node.get<std::uint64_t>());
        case Node::value_t::number_float: return writer.value(node.get<double>());
        case Node::value_t::string: return writer.value(node.get_ref<const std::string&>());
        default: return writer.null();
    }
}

void write(Writer& writer, const Node& node, std::vector<Open>& open) {
    if (const auto* items = node.get_ptr<const Node::array_t*>()) {
        writer.begin_array();
        open.push_back({&node, items->begin(), {}});
    } else if (const auto* members = node.get_ptr<const Node::object_t*>()) {
        writer.begin_object();
        open.push_back({&node, {}, members->begin()});
    } else {
        write_scalar(writer, node);
    }
}

// The next child of what is open; null (and closed) after the last.
auto next_child(Writer& writer, Open& open) -> const Node* {
    if (const auto* items = open.node->get_ptr<const Node::array_t*>()) {
        if (open.item != items->end()) return &*open.item++;
        writer.end_array();
        return nullptr;
    }
    if (open.member != open.node->get_ref<const Node::object_t&>().end()) {
        writer.key(open.member->first);
        return &open.member++->second;
    }
    writer.end_object();
    return nullptr;
}

// Spreads compact JSON over lines.
auto indented(std::string_view compact, unsigned indent) -> std::string {
    std::string out;
    std::size_t depth = 0;
    bool in_string = false;
    const auto line = [&] { out.append(1, '\n').append(depth * indent, ' '); };
    for (std::size_t i = 0; i < compact.size(); ++i) {
        const char c = compact[i];
        if (in_string) {
            out += c;
            if (c == '\\') out += compact[++i];
            in_string = c != '"';
        } else if (c == '{' || c == '[') {
            out += c;
            if (compact[i + 1] == c + 2) {
                out += compact[++i];
            } else {
                ++depth;
                line();
            }
        } else if (c == '}' || c == ']') {
            --depth;
            line();
            out += c;
        } else {
            out += c;
            in_string = c == '"';
            if (c == ',') line();
            if (c == ':') out += ' ';
        }
    }
    return out;
}

}  // namespace

void Writer::value(const Json& value) {
    std::vector<Open> open;
    write(*this, JsonAccess::node(value), open);
    while (!open.empty()) {
        if (const Node* child = next_child(*this, open.back())) {
            write(*this, *child, open);
        } else {
            open.pop_back();
        }
    }
}

auto Json::to_string(unsigned indent) const -> std::string {
    std::string out;
    Writer writer(out);
    writer.value(*this);
    writer.finish();
    return indent == 0 ? out : indented(out, indent);
}

}  // namespace strata::json
