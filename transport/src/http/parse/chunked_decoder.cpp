#include "http/parse/chunked_decoder.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

constexpr Refusal bad_chunk{400, "bad_chunk", "The chunked body is malformed"};
constexpr Refusal bad_trailer{400, "bad_trailer", "A trailer field is malformed or not allowed"};
constexpr Refusal long_trailer{431, "trailer_too_large", "The trailer section is too large"};

// RFC 9110, section 6.5.1: fields of framing, routing, modifiers, authentication and content.
constexpr std::array<std::string_view, 22> forbidden_trailers = {"transfer-encoding",
                                                                 "content-length",
                                                                 "host",
                                                                 "trailer",
                                                                 "connection",
                                                                 "te",
                                                                 "upgrade",
                                                                 "expect",
                                                                 "authorization",
                                                                 "cookie",
                                                                 "set-cookie",
                                                                 "content-type",
                                                                 "content-encoding",
                                                                 "content-range",
                                                                 "range",
                                                                 "if-match",
                                                                 "if-none-match",
                                                                 "cache-control",
                                                                 "max-forwards",
                                                                 "origin",
                                                                 "idempotency-key",
                                                                 "proxy-authorization"};

// *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )
auto is_extension_list(std::string_view text) noexcept -> bool {
    auto skip_blank = [&text] {
        while (!text.empty() && (text[0] == ' ' || text[0] == '\t')) text.remove_prefix(1);
    };
    auto take_token = [&text] {
        std::size_t size = span_of(char_token, text);
        text.remove_prefix(size);
        return size > 0;
    };
    auto take_quoted = [&text] {
        std::size_t i = 1;
        while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
        if (i >= text.size()) return false;
        text.remove_prefix(i + 1);
        return true;
    };
    while (!text.empty()) {
        skip_blank();
        if (text.empty() || text[0] != ';') return false;
        text.remove_prefix(1);
        skip_blank();
        if (!take_token()) return false;
        std::string_view after_name = text;
        skip_blank();
        if (text.empty() || text[0] != '=') {
            text = after_name;
            continue;
        }
        text.remove_prefix(1);
        skip_blank();
        if (!(text.starts_with('"') ? take_quoted() : take_token())) return false;
    }
    return true;
}

auto is_allowed_trailer(std::string_view line) noexcept -> bool {
    std::size_t colon = span_of(char_token, line);
    if (colon == 0 || colon == line.size() || line[colon] != ':') return false;
    if (!is_field_value(line.substr(colon + 1))) return false;
    std::string_view name = line.substr(0, colon);
    return std::none_of(forbidden_trailers.begin(), forbidden_trailers.end(),
                        [name](std::string_view forbidden) { return equal_text(name, forbidden); });
}

enum class Line : std::uint8_t { complete, partial, broken };

// The first line of `raw` without its CR LF; all of it, or what stands before the breach.
auto take_line(std::string_view raw, std::string_view& line) noexcept -> Line {
    std::size_t end = find_control(raw, 0);
    line = raw.substr(0, end);
    if (end == raw.size()) return Line::partial;
    if (raw[end] != '\r') return Line::broken;
    if (end + 1 == raw.size()) return Line::partial;
    return raw[end + 1] == '\n' ? Line::complete : Line::broken;
}

}  // namespace

auto ChunkedDecoder::decode(std::string_view raw, char* out) -> Step {
    Step step;
    bool more = true;
    while (more && !step.complete && !step.refusal) {
        std::string_view rest = raw.substr(step.consumed);
        switch (state_) {
            case State::size: more = size_line(rest, step); break;
            case State::data: more = read_data(rest, out, step); break;
            case State::data_end: more = read_data_end(rest, step); break;
            case State::trailer: more = trailer_line(rest, step); break;
            case State::complete: step.complete = true; break;
        }
    }
    return step;
}

auto ChunkedDecoder::size_line(std::string_view raw, Step& step) -> bool {
    std::string_view line;
    Line found = take_line(raw, line);
    if (found == Line::broken || line.size() > line_limit) {
        step.refusal = bad_chunk;
        return false;
    }
    if (found == Line::partial) {
        // Half a line can already be wrong: nothing but a digit begins it.
        if (!raw.empty() && !is(char_hex, raw.front())) step.refusal = bad_chunk;
        return false;
    }
    if (!read_size(line)) {
        step.refusal = bad_chunk;
        return false;
    }
    step.consumed += line.size() + 2;
    state_ = left_ == 0 ? State::trailer : State::data;
    return true;
}

auto ChunkedDecoder::read_size(std::string_view line) -> bool {
    std::size_t digits = span_of(char_hex, line);
    if (digits == 0 || digits > 16) return false;
    if (digits == 16 && hex_value(line[0]) > 7) return false;
    left_ = 0;
    for (char c : line.substr(0, digits)) left_ = left_ * 16 + static_cast<unsigned>(hex_value(c));
    overhead_ += static_cast<std::uint32_t>(line.size() - digits);
    announced_ = left_ > UINT64_MAX - announced_ ? UINT64_MAX : announced_ + left_;
    return overhead_ <= overhead_limit && is_extension_list(line.substr(digits));
}

auto ChunkedDecoder::read_data(std::string_view raw, char* out, Step& step) -> bool {
    auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, raw.size()));
    std::memmove(out + step.decoded, raw.data(), size);
    step.decoded += size;
    step.consumed += size;
    left_ -= size;
    if (left_ > 0) return false;
    state_ = State::data_end;
    return true;
}

auto ChunkedDecoder::read_data_end(std::string_view raw, Step& step) -> bool {
    if (raw.empty() || raw == "\r") return false;
    if (!raw.starts_with("\r\n")) {
        step.refusal = bad_chunk;
        return false;
    }
    step.consumed += 2;
    state_ = State::size;
    return true;
}

auto ChunkedDecoder::trailer_line(std::string_view raw, Step& step) -> bool {
    std::string_view line;
    Line found = take_line(raw, line);
    std::size_t size = found == Line::complete ? line.size() + 2 : line.size();
    if (found == Line::broken) step.refusal = bad_trailer;
    if (trailer_bytes_ + size > trailer_limit ||
        (trailer_count_ == trailer_fields && !line.empty())) {
        step.refusal = long_trailer;
    }
    if (found != Line::complete || step.refusal) return false;
    step.consumed += size;
    trailer_bytes_ += static_cast<std::uint32_t>(size);
    if (line.empty()) {
        state_ = State::complete;
        step.complete = true;
    } else if (!is_allowed_trailer(line)) {
        step.refusal = bad_trailer;
    }
    ++trailer_count_;
    return true;
}

}  // namespace strata::http
