#include <algorithm>

#include "contract/public_name.hpp"
#include "runtime/commands.hpp"

namespace strata::runtime {

namespace {

struct Line {
    std::string route{};
    std::string access{};
    std::string source{};
    std::string summary{};
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
        const auto add = [&](std::string route) {
            lines.push_back(Line{.route = std::move(route),
                                 .access = access,
                                 .source = std::string(method.source),
                                 .summary = std::string(method.summary)});
        };
        add("POST /api/" + contract::public_name(method));
        if (!method.http.verb.empty())
            add(std::string(method.http.verb) + ' ' + std::string(method.http.path));
    }
    for (const contract::EventInfo& event : registry.events) {
        lines.push_back(Line{.route = (event.from_client ? "client event " : "event ") +
                                      std::string(event.module) + '/' + std::string(event.name),
                             .access = access_text(event.access),
                             .source = std::string(event.source),
                             .summary = std::string(event.summary)});
    }
    return lines;
}

}  // namespace

auto routes_text(const contract::Registry& registry) -> std::string {
    const std::vector<Line> lines = lines_of(registry);
    std::size_t route_width = 0;
    std::size_t access_width = 0;
    std::size_t source_width = 0;
    for (const Line& line : lines) {
        route_width = std::max(route_width, line.route.size());
        access_width = std::max(access_width, line.access.size());
        source_width = std::max(source_width, line.source.size());
    }
    std::string text;
    for (const Line& line : lines) {
        text += line.route + std::string(route_width - line.route.size() + 2, ' ');
        text += line.access + std::string(access_width - line.access.size() + 2, ' ');
        text += line.source;
        if (!line.summary.empty())
            text += std::string(source_width - line.source.size() + 2, ' ') + line.summary;
        text += '\n';
    }
    return text;
}

}  // namespace strata::runtime
