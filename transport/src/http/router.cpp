#include "http/router.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "http/parse/target.hpp"

namespace strata::http {

struct Router::Node {
    struct Leaf {
        Endpoint* endpoint = nullptr;
        std::vector<std::string> names{};
    };
    std::vector<std::pair<std::string, std::unique_ptr<Node>>> children{};  // sorted
    std::unique_ptr<Node> parameter{};
    std::unique_ptr<Node> rest{};
    std::array<Leaf, verb_count> leaves{};
    std::uint8_t allowed = 0;  // a bit for each verb that has a leaf
};

struct Router::Search {
    Verb verb;
    std::string_view path;
    RouteMatch& match;
};

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;

namespace {

[[noreturn]] void bad_pattern(std::string_view pattern, std::string_view why) {
    throw std::logic_error("route " + std::string(pattern) + ": " + std::string(why));
}

auto segment_end(std::string_view path, std::size_t at) noexcept -> std::size_t {
    std::size_t end = path.find('/', at);
    return end == path.npos ? path.size() : end;
}

template <class Children>
auto find_child(Children& children, std::string_view name) {
    return std::lower_bound(
        children.begin(), children.end(), name,
        [](const auto& child, std::string_view wanted) { return child.first < wanted; });
}

}  // namespace

auto Router::find_or_make(std::string_view pattern, std::vector<std::string>& names) -> Node& {
    if (!pattern.starts_with('/')) bad_pattern(pattern, "must begin with /");
    Node* node = root_.get();
    for (std::size_t at = 1; at <= pattern.size();) {
        std::size_t end = segment_end(pattern, at);
        std::string_view segment = pattern.substr(at, end - at);
        at = end + 1;
        std::unique_ptr<Node>* next = nullptr;
        if (segment.starts_with('{') && segment.ends_with('}')) {
            std::string_view name = segment.substr(1, segment.size() - 2);
            bool rest = name.ends_with("...");
            if (rest) name.remove_suffix(3);
            if (name.empty()) bad_pattern(pattern, "a parameter needs a name");
            if (rest && end != pattern.size()) bad_pattern(pattern, "{...} must be last");
            if (names.size() == RouteMatch::max_parameters)
                bad_pattern(pattern, "too many parameters");
            names.emplace_back(name);
            next = rest ? &node->rest : &node->parameter;
        } else {
            if (segment.find_first_of("{}") != segment.npos) {
                bad_pattern(pattern, "a parameter must be a whole segment");
            }
            auto place = find_child(node->children, segment);
            if (place == node->children.end() || place->first != segment) {
                place = node->children.emplace(place, std::string(segment), nullptr);
            }
            next = &place->second;
        }
        if (!*next) *next = std::make_unique<Node>();
        node = next->get();
    }
    return *node;
}

void Router::add(Verb verb, std::string_view pattern, Endpoint& endpoint) {
    std::vector<std::string> names;
    Node& node = find_or_make(pattern, names);
    Node::Leaf& leaf = node.leaves[static_cast<std::size_t>(verb)];
    if (leaf.endpoint != nullptr) bad_pattern(pattern, "is taken by " + leaf.endpoint->name);
    leaf.endpoint = &endpoint;
    node.allowed |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(verb));
    if (names.empty()) whole_paths_.emplace(pattern, &node);
    leaf.names = std::move(names);
}

void Router::add(Verb verb, std::string_view pattern, std::unique_ptr<Endpoint> endpoint) {
    add(verb, pattern, *endpoint);
    endpoints_.push_back(std::move(endpoint));
}

auto Router::has(Verb verb, std::string_view pattern) const -> bool {
    RouteMatch found;
    match(verb, pattern, found);
    return found.endpoint != nullptr;
}

auto Router::PathHash::operator()(std::string_view path) const noexcept -> std::size_t {
    std::uint64_t front = 0;
    std::uint64_t back = 0;
    if (path.size() >= sizeof(front)) {
        std::memcpy(&front, path.data(), sizeof(front));
        std::memcpy(&back, path.data() + path.size() - sizeof(back), sizeof(back));
    } else {
        std::memcpy(&front, path.data(), path.size());
    }
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
    return ((front ^ path.size()) * odd + back) * odd >> 32;
}

void Router::match(Verb verb, std::string_view path, RouteMatch& out) const {
    out.endpoint = nullptr;
    out.names = nullptr;
    out.count = out.allowed = 0;
    Search search{verb, path, out};
    auto known = whole_paths_.find(path);
    if (known != whole_paths_.end() && arrive(*known->second, search)) return;
    if (walk(*root_, 1, search)) return;
    out.endpoint = nullptr;
    out.count = 0;
}

auto Router::arrive(const Node& node, Search& search) -> bool {
    search.match.allowed |= node.allowed;
    const Node::Leaf* leaf = &node.leaves[static_cast<std::size_t>(search.verb)];
    if (leaf->endpoint == nullptr && search.verb == Verb::head) {
        leaf = &node.leaves[static_cast<std::size_t>(Verb::get)];
    }
    if (leaf->endpoint == nullptr) return false;
    search.match.endpoint = leaf->endpoint;
    search.match.names = &leaf->names;
    return true;
}

auto Router::walk(const Node& node, std::size_t at, Search& search) -> bool {
    if (at > search.path.size()) return arrive(node, search);
    std::size_t end = segment_end(search.path, at);
    std::string_view segment(search.path.data() + at, end - at);
    std::string decoded;
    std::string_view name = segment;
    if (segment.find('%') != segment.npos && percent_decode(segment, false, decoded))
        name = decoded;
    auto child = find_child(node.children, name);
    if (child != node.children.end() && child->first == name) {
        if (walk(*child->second, end + 1, search)) return true;
    }
    std::uint8_t count = search.match.count;
    auto take = [&](const Node& next, std::size_t to) {
        search.match.values[count] = {static_cast<std::uint32_t>(at),
                                      static_cast<std::uint32_t>(to - at)};
        search.match.count = static_cast<std::uint8_t>(count + 1);
        if (walk(next, to + 1, search)) return true;
        search.match.count = count;
        return false;
    };
    if (node.parameter && !segment.empty() && take(*node.parameter, end)) return true;
    // A path that is somebody's, by another verb, is not everybody's.
    return node.rest && search.match.allowed == 0 && take(*node.rest, search.path.size());
}

}  // namespace strata::http
