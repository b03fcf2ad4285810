#pragma once
// Router: from a path and a method to an endpoint. A pattern is "/rooms/{roomId}/messages"; a last
// segment "{path...}" takes the rest, which may be empty. A static segment goes before a parameter,
// and what a parameter takes is never empty. Segments are compared decoded; an encoded slash never
// splits. Built at start; immutable then; loop thread.
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "http/endpoint.hpp"
#include "http/parse/request_head.hpp"

namespace strata::http {

// Where in the path the values of a pattern's parameters stand, still percent-encoded.
struct RouteMatch {
    static constexpr std::size_t max_parameters = 6;
    Endpoint* endpoint = nullptr;
    const std::vector<std::string>* names = nullptr;
    std::array<Piece, max_parameters> values{};  // counted from the path's begin
    std::uint8_t count = 0;
    std::uint8_t allowed = 0;  // if no endpoint: a bit for each Verb that the path has

    [[nodiscard]] auto value(std::string_view path, std::size_t i) const -> std::string_view {
        return path.substr(values[i].begin, values[i].size);
    }
};

class Router final {
  public:
    Router();
    ~Router();

    // Throws std::logic_error on a malformed pattern or one that is taken. Owns the endpoint.
    void add(Verb verb, std::string_view pattern, std::unique_ptr<Endpoint> endpoint);
    // Another pattern or verb for an endpoint that is already owned.
    void add(Verb verb, std::string_view pattern, Endpoint& endpoint);
    [[nodiscard]] auto has(Verb verb, std::string_view pattern) const -> bool;
    // HEAD falls back to GET.
    void match(Verb verb, std::string_view path, RouteMatch& out) const;

  private:
    struct Node;
    struct Search;
    auto find_or_make(std::string_view pattern, std::vector<std::string>& names) -> Node&;
    static auto walk(const Node& node, std::size_t at, Search& search) -> bool;
    static auto arrive(const Node& node, Search& search) -> bool;

    // Both ends and the length tell the routes of one service apart; requests add no entries.
    struct PathHash {
        using is_transparent = void;
        auto operator()(std::string_view path) const noexcept -> std::size_t;
    };
    std::unique_ptr<Node> root_;
    std::unordered_map<std::string, const Node*, PathHash, std::equal_to<>> whole_paths_{};
    std::vector<std::unique_ptr<Endpoint>> endpoints_;
};

}  // namespace strata::http
