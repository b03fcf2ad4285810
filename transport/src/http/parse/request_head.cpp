#include "http/parse/request_head.hpp"

#include <cstring>

#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

constexpr std::array<std::string_view, verb_count> verbs = {"GET",   "HEAD",   "POST",   "PUT",
                                                            "PATCH", "DELETE", "OPTIONS"};

constexpr std::array<std::string_view, known_count> names = {
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "expect",
    "upgrade",
    "content-type",
    "content-encoding",
    "authorization",
    "cookie",
    "origin",
    "sec-fetch-site",
    "accept-encoding",
    "if-match",
    "if-none-match",
    "if-modified-since",
    "if-range",
    "range",
    "idempotency-key",
    "x-request-id",
    "request-timeout",
    "traceparent",
    "forwarded",
    "x-forwarded-for",
    "access-control-request-method",
    "access-control-request-headers",
};

constexpr std::size_t longest_name = 30;

// For each length the candidates, so that an unknown name costs one look.
struct ByLength {
    std::array<std::array<std::uint8_t, 4>, longest_name + 1> candidates{};
    std::array<std::uint8_t, longest_name + 1> count{};
};

constexpr auto index_names() -> ByLength {
    ByLength index;
    for (std::size_t i = 0; i < names.size(); ++i) {
        std::size_t size = names[i].size();
        index.candidates[size][index.count[size]++] = static_cast<std::uint8_t>(i);
    }
    return index;
}

constexpr ByLength by_length = index_names();

auto same_word(const char* name, const char* lower) noexcept -> bool {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    std::memcpy(&a, name, sizeof(a));
    std::memcpy(&b, lower, sizeof(b));
    return (a | 0x20202020U) == b;
}

// REQUIRES: both are of one size. All names are letters and dashes, four at least: setting bit 5
// lowers letters and leaves a dash alone. The last word overlaps the one before.
auto same_name(std::string_view name, std::string_view lower) noexcept -> bool {
    const std::size_t last = lower.size() - sizeof(std::uint32_t);
    for (std::size_t i = 0; i < last; i += sizeof(std::uint32_t)) {
        if (!same_word(name.data() + i, lower.data() + i)) return false;
    }
    return same_word(name.data() + last, lower.data() + last);
}

}  // namespace

void RequestHead::clear() noexcept {
    verb = Verb::get;
    http_1_0 = expects_continue = asks_upgrade = asterisk = false;
    keep_alive = true;
    framing = Framing::none;
    field_count = 0;
    content_length = 0;
    target = path = query = host = fields = Piece();
    size = 0;
    known_mask = 0;
}

auto verb_name(Verb verb) noexcept -> std::string_view {
    return verbs[static_cast<std::size_t>(verb)];
}

auto parse_verb(std::string_view text) noexcept -> std::optional<Verb> {
    // Comparisons with literals, which the compiler turns into one or two instructions each.
    if (text == "GET") return Verb::get;
    if (text == "POST") return Verb::post;
    for (std::size_t i = 0; i < verbs.size(); ++i) {
        if (verbs[i] == text) return static_cast<Verb>(i);
    }
    return std::nullopt;
}

auto known_name(Known field) noexcept -> std::string_view {
    return names[static_cast<std::size_t>(field)];
}

auto known_field(std::string_view name) noexcept -> std::optional<Known> {
    if (name.size() > longest_name) return std::nullopt;
    for (std::uint8_t i = 0; i < by_length.count[name.size()]; ++i) {
        std::uint8_t candidate = by_length.candidates[name.size()][i];
        if (same_name(name, names[candidate])) return static_cast<Known>(candidate);
    }
    return std::nullopt;
}

auto HeadView::next_field(std::string_view& rest) noexcept -> FieldView {
    std::size_t end = rest.find('\r');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    std::size_t colon = line.find(':');
    return {line.substr(0, colon), trim(line.substr(colon + 1))};
}

auto HeadView::find(std::string_view name) const noexcept -> std::optional<std::string_view> {
    std::string_view rest = text(head_->fields);
    while (!rest.empty()) {
        FieldView field = next_field(rest);
        if (equal_text(field.name, name)) return field.value;
    }
    return std::nullopt;
}

}  // namespace strata::http
