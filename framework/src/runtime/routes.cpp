#include <algorithm>

#include "contract/public_name.hpp"
#include "runtime/commands.hpp"

namespace strata::runtime {

namespace {

struct Line {
    std::string route{};
    std::string access{};
    std::string source{};
};

auto names(std::string_view kind, std::span<const std::string_view> list) -> std::string {
    std::string text(kind);
    for (std::size_t i = 0; i < list.size(); ++i) text.append(i == 0 ? " " : ", ").append(list[i]);
    return text;
}

auto access_text(const contract::Access& access) -> std::string {
    switch (access.kind) {
        case contract::AccessKind::authenticated: return "authenticated";
        case contract::AccessKind::anyone: return "public";
        case contract::AccessKind::group: return names("group", access.names);
        case contract::AccessKind::login: return names("login", access.names);
        case contract::AccessKind::internal: return "internal";
    }
    return "";
}

auto lines_of(const contract::Registry& registry) -> std::vector<Line> {
    std::vector<Line> lines;
    for (const contract::Method& method : registry.methods) {
        if (method.is_event) continue;
        const std::string access = access_text(method.access);
        const std::string source(method.source);
        lines.push_back(Line{.route = "POST /api/" + contract::public_name(method),
                             .access = access,
                             .source = source});
        if (method.http.verb.empty()) continue;
        lines.push_back(
            Line{.route = std::string(method.http.verb) + ' ' + std::string(method.http.path),
                 .access = access,
                 .source = source});
    }
    return lines;
}

}  // namespace

auto routes_text(const contract::Registry& registry) -> std::string {
    const std::vector<Line> lines = lines_of(registry);
    std::size_t route_width = 0;
    std::size_t access_width = 0;
    for (const Line& line : lines) {
        route_width = std::max(route_width, line.route.size());
        access_width = std::max(access_width, line.access.size());
    }
    std::string text;
    for (const Line& line : lines) {
        text += line.route + std::string(route_width - line.route.size() + 2, ' ');
        text += line.access + std::string(access_width - line.access.size() + 2, ' ');
        text += line.source + '\n';
    }
    return text;
}

}  // namespace strata::runtime
