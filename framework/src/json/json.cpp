#include "strata/json/json.hpp"

#include <bit>
#include <cmath>
#include <new>
#include <stdexcept>
#include <vector>

#include "json/json_access.hpp"
#include "json/number.hpp"
#include "strata/json/pointer.hpp"

namespace strata::json {
namespace {

using Node = JsonAccess::Node;
using MemberIterator = Node::object_t::const_iterator;

auto node(const Json& json) -> const Node& { return JsonAccess::node(json); }
auto node(Json& json) -> Node& { return JsonAccess::node(json); }

[[noreturn]] void wrong_kind(std::string_view wanted) {
    throw std::logic_error("the JSON value is not " + std::string(wanted));
}

// nlohmann's copy recurses; this one keeps what is left to copy in a vector.
void copy(const Node& from, Node& to) {
    std::vector<std::pair<const Node*, Node*>> left{{&from, &to}};
    while (!left.empty()) {
        const auto [source, target] = left.back();
        left.pop_back();
        if (const auto* items = source->get_ptr<const Node::array_t*>()) {
            *target = Node(items->size(), nullptr);
            for (std::size_t i = 0; i < items->size(); ++i) {
                left.emplace_back(&(*items)[i], &(*target)[i]);
            }
        } else if (const auto* members = source->get_ptr<const Node::object_t*>()) {
            *target = Node::object();
            auto& made = target->get_ref<Node::object_t&>();
            for (const auto& [key, value] : *members) {
                left.emplace_back(&value, &made.emplace_hint(made.end(), key, nullptr)->second);
            }
        } else {
            *target = *source;
        }
    }
}

}  // namespace

Json::Json(std::nullptr_t) noexcept { new (storage_) Node(nullptr); }
Json::Json(bool value) noexcept { new (storage_) Node(value); }
Json::Json(int value) noexcept : Json(std::int64_t{value}) {}
Json::Json(std::int64_t value) noexcept {
    if (value < 0) {
        new (storage_) Node(value);
    } else {
        new (storage_) Node(static_cast<std::uint64_t>(value));
    }
}
Json::Json(std::uint64_t value) noexcept { new (storage_) Node(value); }
// As parsing does it: integers of 64 bits are kept as integers.
Json::Json(double value) noexcept {
    constexpr double limit = 9223372036854775808.0;
    const bool whole = value == std::trunc(value) && value != 0;
    if (whole && value > -limit && value < limit) {
        new (storage_) Node(nullptr);
        *this = Json(static_cast<std::int64_t>(value));
    } else {
        new (storage_) Node(value);
    }
}
Json::Json(std::string value) { new (storage_) Node(std::move(value)); }
Json::Json(std::string_view value) { new (storage_) Node(std::string(value)); }
Json::Json(const char* value) { new (storage_) Node(value); }

auto Json::object() -> Json {
    Json json;
    node(json) = Node::object();
    return json;
}

auto Json::array() -> Json {
    Json json;
    node(json) = Node::array();
    return json;
}

Json::Json(const Json& other) : Json(nullptr) { copy(node(other), node(*this)); }
Json::Json(Json&& other) noexcept { new (storage_) Node(std::move(node(other))); }
auto Json::operator=(const Json& other) -> Json& {
    if (this != &other) *this = Json(other);
    return *this;
}
auto Json::operator=(Json&& other) noexcept -> Json& {
    node(*this).swap(node(other));
    return *this;
}
Json::~Json() { node(*this).~Node(); }

auto Json::parse(std::string_view text, unsigned max_depth) -> std::expected<Json, SyntaxError> {
    Reader reader(text, max_depth);
    Json json;
    if (reader.read_json(json) && reader.finish()) return json;
    return std::unexpected(reader.syntax_error());
}

auto Json::kind() const noexcept -> Kind {
    switch (node(*this).type()) {
        case Node::value_t::null: return Kind::null;
        case Node::value_t::boolean: return Kind::boolean;
        case Node::value_t::string: return Kind::string;
        case Node::value_t::array: return Kind::array;
        case Node::value_t::object: return Kind::object;
        default: return Kind::number;
    }
}

auto Json::is_integer() const noexcept -> bool {
    const Node& self = node(*this);
    return self.is_number_float() ? is_integral(self.get<double>()) : self.is_number();
}

auto Json::as_bool() const -> bool {
    if (!is_boolean()) wrong_kind("a boolean");
    return node(*this).get<bool>();
}

auto Json::as_double() const -> double {
    if (!is_number()) wrong_kind("a number");
    return node(*this).get<double>();
}

auto Json::as_string() const -> const std::string& {
    if (!is_string()) wrong_kind("a string");
    return node(*this).get_ref<const std::string&>();
}

auto Json::as_int64() const noexcept -> std::optional<std::int64_t> {
    const Node& self = node(*this);
    if (self.is_number_unsigned()) {
        const auto value = self.get<std::uint64_t>();
        if (value >> 63U) return std::nullopt;
        return static_cast<std::int64_t>(value);
    }
    if (self.is_number_integer()) return self.get<std::int64_t>();
    if (self.is_number() && self.get<double>() == 0) return 0;
    return std::nullopt;
}

auto Json::as_uint64() const noexcept -> std::optional<std::uint64_t> {
    const Node& self = node(*this);
    if (self.is_number_unsigned()) return self.get<std::uint64_t>();
    if (self.is_number_float() && self.get<double>() == 0) return 0;
    return std::nullopt;
}

auto Json::size() const noexcept -> std::size_t {
    const Node& self = node(*this);
    return self.is_structured() ? self.size() : 0;
}

auto Json::items() const& -> std::span<const Json> {
    if (!is_array()) wrong_kind("an array");
    const auto& items = node(*this).get_ref<const Node::array_t&>();
    return {reinterpret_cast<const Json*>(items.data()), items.size()};
}

auto Json::items() & -> std::span<Json> {
    if (!is_array()) wrong_kind("an array");
    auto& items = node(*this).get_ref<Node::array_t&>();
    return {reinterpret_cast<Json*>(items.data()), items.size()};
}

auto Json::at(std::size_t index) const -> const Json& {
    const auto all = items();
    if (index >= all.size()) throw std::out_of_range("no such item: " + std::to_string(index));
    return all[index];
}

auto Json::push_back(Json value) -> Json& {
    if (is_null()) *this = array();
    if (!is_array()) wrong_kind("an array");
    auto& items = node(*this).get_ref<Node::array_t&>();
    return JsonAccess::json(items.emplace_back(std::move(node(value))));
}

auto Json::members() const& -> Members {
    if (!is_object()) wrong_kind("an object");
    const auto& members = node(*this).get_ref<const Node::object_t&>();
    return {Members::Iterator(std::bit_cast<const void*>(members.begin())),
            Members::Iterator(std::bit_cast<const void*>(members.end()))};
}

auto Json::Members::Iterator::operator*() const noexcept -> Member {
    const auto at = std::bit_cast<MemberIterator>(node_);
    return {at->first, JsonAccess::json(at->second)};
}

auto Json::Members::Iterator::operator++() noexcept -> Iterator& {
    node_ = std::bit_cast<const void*>(std::next(std::bit_cast<MemberIterator>(node_)));
    return *this;
}

auto Json::find(std::string_view key) const noexcept -> const Json* {
    if (!is_object()) return nullptr;
    const auto& members = node(*this).get_ref<const Node::object_t&>();
    const auto at = members.find(key);
    return at == members.end() ? nullptr : &JsonAccess::json(at->second);
}

auto Json::find(std::string_view key) noexcept -> Json* {
    return const_cast<Json*>(std::as_const(*this).find(key));
}

auto Json::at(std::string_view key) const -> const Json& {
    const Json* found = find(key);
    if (found == nullptr) throw std::out_of_range("no such member: " + std::string(key));
    return *found;
}

auto Json::operator[](std::string_view key) -> Json& {
    if (is_null()) *this = object();
    if (!is_object()) wrong_kind("an object");
    auto& members = node(*this).get_ref<Node::object_t&>();
    return JsonAccess::json(members.try_emplace(std::string(key), nullptr).first->second);
}

auto Json::erase(std::string_view key) -> bool {
    if (!is_object()) return false;
    auto& members = node(*this).get_ref<Node::object_t&>();
    const auto at = members.find(key);
    if (at == members.end()) return false;
    members.erase(at);
    return true;
}

auto Json::resolve(std::string_view pointer) const -> const Json* {
    const auto tokens = split_pointer(pointer);
    if (!tokens) return nullptr;
    const Json* at = this;
    for (const auto& token : *tokens) {
        if (at->is_array()) {
            const auto index = parse_index(token);
            if (!index || *index >= at->size()) return nullptr;
            at = &at->items()[*index];
        } else {
            at = at->find(token);
        }
        if (at == nullptr) return nullptr;
    }
    return at;
}

auto Json::equal(const Json& a, const Json& b) -> bool { return json::equal(node(a), node(b)); }

}  // namespace strata::json
