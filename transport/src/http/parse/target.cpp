#include "http/parse/target.hpp"

#include <arpa/inet.h>

#include <array>

#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

constexpr Refusal bad_target{400, "bad_target", "The request target is malformed"};

auto piece(std::string_view text, const char* base) -> Piece {
    return {static_cast<std::uint32_t>(text.data() - base),
            static_cast<std::uint32_t>(text.size())};
}

auto escapes_are_whole(std::string_view text) noexcept -> bool {
    for (std::size_t at = text.find('%'); at != text.npos; at = text.find('%', at + 3)) {
        if (at + 2 >= text.size()) return false;
        int high = hex_value(text[at + 1]);
        int low = hex_value(text[at + 2]);
        if (high < 0 || low < 0 || (high == 0 && low == 0)) return false;
    }
    return true;
}

// "." and "..", with any of the dots written as %2e.
auto is_dot_segment(std::string_view segment) noexcept -> bool {
    std::size_t dots = 0;
    while (!segment.empty()) {
        if (segment.front() == '.') {
            segment.remove_prefix(1);
        } else if (segment.size() >= 3 && segment[0] == '%' && segment[1] == '2' &&
                   to_lower(segment[2]) == 'e') {
            segment.remove_prefix(3);
        } else {
            return false;
        }
        ++dots;
    }
    return dots == 1 || dots == 2;
}

auto has_dot_segment(std::string_view path) noexcept -> bool {
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        std::string_view segment = path.substr(0, path.find('/'));
        if (segment.size() <= 6 && is_dot_segment(segment)) return true;
        path.remove_prefix(segment.size());
    }
    return false;
}

auto parse_path(std::string_view text, const char* base, RequestHead& head) -> Refusal {
    if (span_of(char_plain, text) == text.size()) {
        head.path = piece(text, base);
        return {};
    }
    std::size_t end = span_of(char_path, text);
    std::string_view path = text.substr(0, end);
    std::string_view query = text.substr(end);
    if (!query.empty()) {
        if (query.front() != '?') return bad_target;
        query.remove_prefix(1);
        if (span_of(char_query, query) != query.size()) return bad_target;
        head.query = piece(query, base);
    }
    if (text.find('%') != text.npos && !(escapes_are_whole(path) && escapes_are_whole(query))) {
        return bad_target;
    }
    if (has_dot_segment(path)) return bad_target;
    head.path = piece(path, base);
    return {};
}

auto strip_scheme(std::string_view& text) noexcept -> bool {
    for (std::string_view scheme : {"http://", "https://"}) {
        if (equal_text(text.substr(0, scheme.size()), scheme)) {
            text.remove_prefix(scheme.size());
            return true;
        }
    }
    return false;
}

auto parse_absolute(std::string_view text, const char* base, RequestHead& head) -> Refusal {
    if (!strip_scheme(text)) return bad_target;
    std::string_view authority = text.substr(0, text.find_first_of("/?"));
    if (!is_authority(authority)) return bad_target;
    head.host = piece(authority, base);
    text.remove_prefix(authority.size());
    if (text.empty()) {
        head.asterisk = head.verb == Verb::options;
        return {};
    }
    return parse_path(text, base, head);
}

auto is_ipv6(std::string_view text) noexcept -> bool {
    std::array<char, INET6_ADDRSTRLEN> copy{};
    if (text.size() >= copy.size()) return false;
    text.copy(copy.data(), text.size());
    in6_addr address{};
    return text.find('\0') == text.npos && ::inet_pton(AF_INET6, copy.data(), &address) == 1;
}

}  // namespace

auto parse_target(std::string_view target, const char* base, RequestHead& head) -> Refusal {
    head.target = piece(target, base);
    if (target.empty()) return bad_target;
    if (target.front() == '/') return parse_path(target, base, head);
    if (target == "*") {
        head.asterisk = true;
        return head.verb == Verb::options ? Refusal() : bad_target;
    }
    return parse_absolute(target, base, head);
}

auto is_authority(std::string_view text) noexcept -> bool {
    std::string_view port;
    if (!text.empty() && text.front() == '[') {
        std::size_t close = text.find(']');
        if (close == text.npos || !is_ipv6(text.substr(1, close - 1))) return false;
        port = text.substr(close + 1);
    } else {
        std::size_t end = span_of(char_host, text);
        if (end == 0 || !escapes_are_whole(text.substr(0, end))) return false;
        port = text.substr(end);
    }
    if (port.empty()) return true;
    if (port.front() != ':' || port.size() > 6) return false;
    port.remove_prefix(1);
    unsigned number = 0;
    for (char c : port) {
        if (!is(char_digit, c)) return false;
        number = number * 10 + static_cast<unsigned>(c - '0');
    }
    return number <= 65535;
}

auto percent_decode(std::string_view text, bool plus_is_space, std::string& out) -> bool {
    std::size_t before = out.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && plus_is_space) c = ' ';
        if (c == '%') {
            int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0 || (high == 0 && low == 0)) {
                out.resize(before);
                return false;
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        out.push_back(c);
    }
    return true;
}

}  // namespace strata::http
