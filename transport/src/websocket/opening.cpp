#include "websocket/opening.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "http/parse/chars.hpp"
#include "strata/values/bytes.hpp"
#include "websocket/extensions.hpp"
#include "websocket/sha1.hpp"

namespace strata::websocket {

namespace {

using http::HeadView;
using http::Refusal;

constexpr Refusal no_upgrade{426, "upgrade_required", "This path speaks WebSocket only"};
constexpr Refusal other_version{426, "websocket_version", "Only WebSocket version 13 is spoken"};
constexpr Refusal bad_origin{403, "cross_origin", "Pages of this origin may not connect"};

auto malformed(std::string_view message) -> Refusal { return {400, "bad_handshake", message}; }

// All lines of a field as one list, or none.
struct Lines {
    unsigned count = 0;
    std::string value{};
};
auto lines_of(const HeadView& head, std::string_view name) -> Lines {
    Lines lines;
    head.each([&](http::FieldView field) {
        if (!http::equal_text(field.name, name)) return;
        if (lines.count++ > 0) lines.value += ',';
        lines.value += field.value;
    });
    return lines;
}

// The members of a comma-separated list, with empty ones left out.
template <class F>
void each_member(std::string_view list, F&& visit) {
    while (true) {
        std::size_t comma = list.find(',');
        std::string_view member = http::trim(list.substr(0, comma));
        if (!member.empty()) visit(member);
        if (comma == list.npos) return;
        list.remove_prefix(comma + 1);
    }
}

auto has_member(std::string_view list, std::string_view wanted) -> bool {
    bool found = false;
    each_member(list, [&](std::string_view member) { found |= http::equal_text(member, wanted); });
    return found;
}

auto is_upgrade(const HeadView& head) -> bool {
    return has_member(lines_of(head, "upgrade").value, "websocket") &&
           has_member(lines_of(head, "connection").value, "upgrade");
}

auto is_key(std::string_view text) -> bool {
    auto bytes = base64_decode(text);
    return bytes && bytes->size() == 16;
}

auto accept_for(std::string_view key) -> std::string {
    constexpr std::string_view guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    auto digest = sha1(std::string(key).append(guid));
    return base64_encode({digest.data(), digest.size()});
}

// False: no list of distinct tokens.
auto choose_subprotocol(const Lines& offered, const std::vector<std::string>& ours,
                        std::string& chosen) -> bool {
    std::vector<std::string_view> seen;
    bool good = true;
    each_member(offered.value, [&](std::string_view name) {
        good = good && http::is_token(name) && std::ranges::find(seen, name) == seen.end();
        seen.push_back(name);
        bool known = std::ranges::find(ours, name) != ours.end();
        if (known && chosen.empty()) chosen = name;
    });
    return good && (offered.count == 0 || !seen.empty());
}

auto is_allowed_origin(const HeadView& head, const http::WebSocketOptions& options,
                       const http::WebSocketSettings& settings,
                       const http::CrossOrigin& cross_origin) -> bool {
    if (!head.has(http::Known::origin)) {
        return options.allow_missing_origin || !head.has(http::Known::cookie);
    }
    auto origin = head.field(http::Known::origin);
    bool listed = std::ranges::find(settings.origins, origin) != settings.origins.end();
    return listed || cross_origin.is_same_origin(head);
}

auto refusal_of(const HeadView& head, const Lines& version, const Lines& key) -> Refusal {
    if (head.head().verb != http::Verb::get || !is_upgrade(head)) return no_upgrade;
    if (head.head().http_1_0) return malformed("A WebSocket handshake needs HTTP/1.1");
    if (version.count > 1) return malformed("There are several Sec-WebSocket-Version");
    if (version.value != "13") return other_version;
    if (head.head().framing == http::Framing::chunked || head.head().content_length > 0) {
        return malformed("A WebSocket handshake has no body");
    }
    if (key.count != 1 || !is_key(key.value)) {
        return malformed("Sec-WebSocket-Key is not 16 bytes in base64");
    }
    return {};
}

}  // namespace

auto open(const HeadView& head, const http::WebSocketOptions& options,
          const http::WebSocketSettings& settings, const http::CrossOrigin& cross_origin)
    -> Opening {
    Opening opening;
    Lines key = lines_of(head, "sec-websocket-key");
    opening.refusal = refusal_of(head, lines_of(head, "sec-websocket-version"), key);
    opening.asks_for_other_version = opening.refusal.status == 426;
    if (opening.refusal) return opening;
    if (!is_allowed_origin(head, options, settings, cross_origin)) {
        opening.refusal = bad_origin;
    } else if (!choose_subprotocol(lines_of(head, "sec-websocket-protocol"), options.subprotocols,
                                   opening.subprotocol)) {
        opening.refusal = malformed("Sec-WebSocket-Protocol is no list of distinct tokens");
    } else if (!negotiate(lines_of(head, "sec-websocket-extensions").value, settings,
                          opening.deflate)) {
        opening.refusal = malformed("Sec-WebSocket-Extensions is malformed");
    } else {
        opening.accept = accept_for(key.value);
    }
    return opening;
}

auto Opening::lines() const -> std::string {
    std::string text;
    if (!refusal || asks_for_other_version) text = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
    if (asks_for_other_version) text += "Sec-WebSocket-Version: 13\r\n";
    if (refusal) return text;
    text.append("Sec-WebSocket-Accept: ").append(accept).append("\r\n");
    if (!subprotocol.empty()) {
        text.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
    }
    if (deflate.enabled) {
        text.append("Sec-WebSocket-Extensions: ").append(describe(deflate)).append("\r\n");
    }
    return text;
}

}  // namespace strata::websocket
