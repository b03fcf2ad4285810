#include "tools/source/node.hpp"

#include <algorithm>
#include <cstdlib>

#include "strata/json/pointer.hpp"
#include "strata/json/reader.hpp"
#include "tools/source/comments.hpp"
#include "tools/source/places.hpp"

namespace strata::tools {

namespace {

class Builder final {
  public:
    Builder(const std::string& file, std::string_view text)
        : text_(text), reader_(text), places_(file, text) {}

    auto build() -> std::optional<Node> {
        Node root = value();
        if (!reader_.finish() || out_of_range_) return std::nullopt;
        return root;
    }
    void report(const std::string& file, Diagnostics& diagnostics) const {
        if (out_of_range_) return diagnostics.error(*out_of_range_, "a number out of range");
        const auto error = reader_.syntax_error();
        diagnostics.error({file, error.line, error.column}, error.message);
    }

  private:
    auto value() -> Node {
        Node node;
        node.kind = reader_.peek();
        node.location = places_.at(reader_.offset());
        if (node.is_object()) {
            object(node);
        } else if (node.is_array()) {
            array(node);
        } else if (node.is_string()) {
            std::string_view text;
            if (reader_.read_string(text)) node.text = text;
        } else {
            node.text = reader_.raw();
            if (node.is_number() && !json::Json::parse(node.text)) out_of_range_ = node.location;
        }
        return node;
    }

    void object(Node& node) {
        if (!reader_.begin_object()) return;
        for (std::string_view key; reader_.next_member(key);) {
            NodeMember member;
            member.key = key;
            member.location = places_.at(key_offset());
            if (node.find(key)) {
                reader_.duplicate(key);
                return;
            }
            member.value = value();
            node.members.push_back(std::move(member));
        }
    }

    void array(Node& node) {
        if (!reader_.begin_array()) return;
        while (reader_.next_element()) node.items.push_back(value());
    }

    // The opening quote of the key whose colon was just read.
    [[nodiscard]] auto key_offset() const -> std::size_t {
        const auto closing = text_.rfind('"', reader_.offset());
        auto opening = text_.rfind('"', closing - 1);
        while (opening != 0 && text_[opening - 1] == '\\') opening = text_.rfind('"', opening - 1);
        return opening;
    }

    std::string_view text_;
    json::Reader reader_;
    Places places_;
    std::optional<Location> out_of_range_{};
};

}  // namespace

auto Node::find_member(std::string_view key) const -> const NodeMember* {
    const auto found = std::ranges::find(members, key, &NodeMember::key);
    return found == members.end() ? nullptr : &*found;
}

auto Node::find(std::string_view key) const -> const Node* {
    const NodeMember* member = find_member(key);
    return member ? &member->value : nullptr;
}

auto Node::as_int64() const -> std::optional<std::int64_t> {
    return is_number() ? to_json().as_int64() : std::nullopt;
}

auto Node::as_uint64() const -> std::optional<std::uint64_t> {
    return is_number() ? to_json().as_uint64() : std::nullopt;
}

auto Node::as_double() const -> double { return std::strtod(text.c_str(), nullptr); }

auto Node::resolve(std::string_view pointer) const -> const Node* {
    const auto tokens = json::split_pointer(pointer);
    if (!tokens) return nullptr;
    const Node* node = this;
    for (const std::string& token : *tokens) {
        if (node->is_array()) {
            const auto index = json::parse_index(token);
            node = index && *index < node->items.size() ? &node->items[*index] : nullptr;
        } else {
            node = node->find(token);
        }
        if (!node) return nullptr;
    }
    return node;
}

auto Node::to_json() const -> json::Json {
    if (is_object()) {
        auto object = json::Json::object();
        for (const NodeMember& member : members) object[member.key] = member.value.to_json();
        return object;
    }
    if (is_array()) {
        auto array = json::Json::array();
        for (const Node& item : items) array.push_back(item.to_json());
        return array;
    }
    if (is_string()) return json::Json(text);
    return json::Json::parse(text).value();
}

auto parse_node(const std::string& file, std::string_view text, Diagnostics& diagnostics)
    -> std::optional<Node> {
    const std::string plain = without_comments(text);
    Builder builder(file, plain);
    auto node = builder.build();
    if (!node) builder.report(file, diagnostics);
    return node;
}

}  // namespace strata::tools
