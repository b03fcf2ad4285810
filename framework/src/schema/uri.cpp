#include "schema/uri.hpp"

#include <optional>

#include "schema/formats.hpp"

namespace strata::schema {
namespace {

struct Parts {
    std::string_view scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
    std::optional<std::string_view> fragment;
};

auto take_after(std::string_view& text, char mark) -> std::optional<std::string_view> {
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    const auto after = text.substr(at + 1);
    text = text.substr(0, at);
    return after;
}

auto split(std::string_view text) -> Parts {
    Parts parts;
    parts.fragment = take_after(text, '#');
    parts.query = take_after(text, '?');
    const std::size_t colon = text.substr(0, text.find('/')).find(':');
    if (colon != std::string_view::npos && colon > 0) {
        parts.scheme = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    if (text.starts_with("//")) {
        text.remove_prefix(2);
        const std::size_t slash = text.find('/');
        parts.authority = text.substr(0, slash);
        text = slash == std::string_view::npos ? std::string_view() : text.substr(slash);
    }
    parts.path = text;
    return parts;
}

auto remove_dot_segments(std::string_view path) -> std::string {
    std::string out;
    while (!path.empty()) {
        if (path.starts_with("../")) {
            path.remove_prefix(3);
        } else if (path.starts_with("./")) {
            path.remove_prefix(2);
        } else if (path.starts_with("/./") || path == "/.") {
            path = path.size() == 2 ? std::string_view("/") : path.substr(2);
        } else if (path.starts_with("/../") || path == "/..") {
            path = path.size() == 3 ? std::string_view("/") : path.substr(3);
            out.resize(std::min(out.rfind('/'), out.size()));
        } else if (path == "." || path == "..") {
            path = {};
        } else {
            const std::size_t next = path.find('/', 1);
            out.append(path.substr(0, next));
            path = next == std::string_view::npos ? std::string_view() : path.substr(next);
        }
    }
    return out;
}

auto merge(const Parts& base, std::string_view path) -> std::string {
    if (base.authority && base.path.empty()) return "/" + std::string(path);
    const std::size_t slash = base.path.rfind('/');
    if (slash == std::string_view::npos) return std::string(path);
    return std::string(base.path.substr(0, slash + 1)).append(path);
}

auto join(const Parts& parts, std::string_view path) -> std::string {
    std::string out;
    if (!parts.scheme.empty()) out.append(parts.scheme).append(":");
    if (parts.authority) out.append("//").append(*parts.authority);
    out.append(path);
    if (parts.query) out.append("?").append(*parts.query);
    if (parts.fragment) out.append("#").append(*parts.fragment);
    return out;
}

auto hex_value(char c) -> int { return is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10; }

}  // namespace

auto resolve_uri(std::string_view base_text, std::string_view reference) -> std::string {
    Parts target = split(reference);
    if (!target.scheme.empty()) return join(target, remove_dot_segments(target.path));
    const Parts base = split(base_text);
    target.scheme = base.scheme;
    if (target.authority) return join(target, remove_dot_segments(target.path));
    target.authority = base.authority;
    if (target.path.empty()) {
        if (!target.query) target.query = base.query;
        return join(target, base.path);
    }
    if (target.path.starts_with('/')) return join(target, remove_dot_segments(target.path));
    return join(target, remove_dot_segments(merge(base, target.path)));
}

auto split_fragment(std::string_view uri) -> std::pair<std::string, std::string> {
    const auto fragment = take_after(uri, '#').value_or("");
    std::string decoded;
    for (std::size_t i = 0; i < fragment.size(); ++i) {
        if (fragment[i] == '%' && i + 2 < fragment.size() && is_hex(fragment[i + 1]) &&
            is_hex(fragment[i + 2])) {
            decoded +=
                static_cast<char>(hex_value(fragment[i + 1]) * 16 + hex_value(fragment[i + 2]));
            i += 2;
        } else {
            decoded += fragment[i];
        }
    }
    return {std::string(uri), decoded};
}

}  // namespace strata::schema
