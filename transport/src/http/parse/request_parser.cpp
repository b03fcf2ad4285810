#include "http/parse/request_parser.hpp"

#include "http/parse/chars.hpp"
#include "http/parse/target.hpp"

namespace strata::http {

namespace {
constexpr std::string_view malformed_line = "The request line is malformed";

// Whether other codings, one at least, come before a last "chunked".
auto ends_chunked_once(std::string_view codings) noexcept -> bool {
    std::size_t comma = codings.find(',');
    if (comma == codings.npos) return false;
    while (comma != codings.npos) {
        const std::string_view coding = trim(codings.substr(0, comma));
        if (!is_token(coding) || equal_text(coding, "chunked")) return false;
        codings.remove_prefix(comma + 1);
        comma = codings.find(',');
    }
    return equal_text(trim(codings), "chunked");
}
}  // namespace

void RequestParser::reset() noexcept {
    head_.clear();
    refusal_ = Refusal();
    line_ = scanned_ = 0;
    close_ = keep_alive_ = upgrade_ = false;
}

auto RequestParser::refuse(int status, std::string_view code, std::string_view message) -> bool {
    refusal_ = Refusal{status, code, message};
    return false;
}

auto RequestParser::parse(std::string_view bytes, const HeadLimits& limits) -> Parsed {
    if (refusal_) return Parsed::refused;
    if (!has_request_line()) {
        if (Parsed result = request_line(bytes, limits); result != Parsed::complete) return result;
    }
    return field_lines(bytes, limits);
}

// The index of the CR that ends the line, or npos. A line ends with CR LF, and holds no other
// control byte but tabs: one search finds both. What was searched is not searched again; scanned_
// is how far the line reaches, so a limit is passed or not wherever the bytes were cut.
auto RequestParser::find_line_end(std::string_view bytes) -> std::size_t {
    std::size_t at = find_control(bytes, scanned_);
    scanned_ = static_cast<std::uint32_t>(at);
    if (at == bytes.size()) return bytes.npos;
    if (bytes[at] != '\r') {
        refuse(400, "bad_byte", "A control byte, or a line end without CR, stands in the head");
        return bytes.npos;
    }
    if (at + 1 == bytes.size()) return bytes.npos;
    if (bytes[at + 1] == '\n') return at;
    refuse(400, "bad_line_end", "A line must end with CR LF");
    return bytes.npos;
}

auto RequestParser::request_line(std::string_view bytes, const HeadLimits& limits) -> Parsed {
    if (line_ == 0 && bytes.starts_with("\r\n")) line_ = scanned_ = 2;  // RFC 9112, section 2.2
    std::size_t end = find_line_end(bytes);
    std::size_t size = (end == bytes.npos ? scanned_ : end) - line_;
    if (size > limits.request_line) {
        refuse(414, "request_line_too_long", "The request line is too long");
    }
    if (refusal_) return Parsed::refused;
    if (end == bytes.npos) return Parsed::more;
    if (!read_request_line({bytes.data() + line_, size}, bytes.data())) return Parsed::refused;
    line_ = scanned_ = head_.fields.begin = static_cast<std::uint32_t>(end + 2);
    return Parsed::complete;
}

auto RequestParser::read_request_line(std::string_view line, const char* base) -> bool {
    constexpr std::string_view get = "GET ";
    constexpr std::string_view post = "POST ";
    constexpr std::string_view version = " HTTP/1.1";
    // Nearly every request line.
    if (line.size() >= post.size() + version.size() && line.ends_with(version)) {
        bool is_get = line.starts_with(get);
        if (is_get || line.starts_with(post)) {
            head_.verb = is_get ? Verb::get : Verb::post;
            line.remove_prefix(is_get ? get.size() : post.size());
            line.remove_suffix(version.size());
            return read_target(line, base);
        }
    }
    return read_rare_request_line(line, base);
}

auto RequestParser::read_target(std::string_view target, const char* base) -> bool {
    refusal_ = parse_target(target, base, head_);
    if (!refusal_) return true;
    if (target.find(' ') == target.npos) return false;
    return refuse(400, "bad_request_line", malformed_line);
}

auto RequestParser::read_rare_request_line(std::string_view line, const char* base) -> bool {
    std::size_t first = line.find(' ');
    constexpr std::size_t version_size = 8;
    std::size_t last = line.size() > version_size && line[line.size() - version_size - 1] == ' '
                           ? line.size() - version_size - 1
                           : line.rfind(' ');
    if (first == line.npos || first == last) return refuse(400, "bad_request_line", malformed_line);
    std::string_view method(line.data(), first);
    std::string_view target(line.data() + first + 1, last - first - 1);
    std::string_view version(line.data() + last + 1, line.size() - last - 1);
    std::optional<Verb> verb = parse_verb(method);
    if (!verb && !is_token(method)) return refuse(400, "bad_request_line", malformed_line);
    if (version.size() != version_size || !version.starts_with("HTTP/") ||
        !is(char_digit, version[5]) || version[6] != '.' || !is(char_digit, version[7])) {
        return refuse(400, "bad_version", "The HTTP version is malformed");
    }
    if (version[5] != '1')
        return refuse(505, "unknown_version", "Only HTTP/1.1 and 1.0 are served");
    head_.http_1_0 = version[7] == '0';
    if (!verb) return refuse(501, "unknown_method", "The method is not known");
    head_.verb = *verb;
    return read_target(target, base);
}

auto RequestParser::field_lines(std::string_view bytes, const HeadLimits& limits) -> Parsed {
    while (true) {
        std::size_t end = find_line_end(bytes);
        std::size_t reach = end == bytes.npos ? scanned_ : end + 2;
        if (reach - head_.fields.begin > limits.header_bytes + std::size_t{2}) {
            refuse(431, "header_too_large", "The header section is too large");
        }
        if (refusal_) return Parsed::refused;
        if (end == bytes.npos) return Parsed::more;
        if (end == line_) {
            head_.fields.size = line_ - head_.fields.begin;
            head_.size = static_cast<std::uint32_t>(end + 2);
            return finish() ? Parsed::complete : Parsed::refused;
        }
        if (++head_.field_count > limits.header_count) {
            refuse(431, "too_many_fields", "There are too many header fields");
            return Parsed::refused;
        }
        std::string_view line(bytes.data() + line_, end - line_);
        if (!read_field(line, bytes.data())) return Parsed::refused;
        line_ = scanned_ = static_cast<std::uint32_t>(end + 2);
    }
}

auto RequestParser::read_field(std::string_view line, const char* base) -> bool {
    std::size_t colon = span_of(char_token, line);
    if (colon == 0 || colon == line.size() || line[colon] != ':') {
        return refuse(400, "bad_field_name", "A header field's name is malformed");
    }
    std::optional<Known> known = known_field({line.data(), colon});
    if (!known) return true;
    std::string_view value = trim({line.data() + colon + 1, line.size() - colon - 1});
    Piece piece{static_cast<std::uint32_t>(value.data() - base),
                static_cast<std::uint32_t>(value.size())};
    return note_known(*known, piece, value);
}

auto RequestParser::note_known(Known known, Piece value, std::string_view text) -> bool {
    Piece& slot = head_.known[static_cast<std::size_t>(known)];
    bool again = head_.has(known);
    if (!again) slot = value;
    head_.known_mask |= 1U << static_cast<unsigned>(known);
    switch (known) {
        case Known::connection: note_connection(text); return true;
        case Known::transfer_encoding:
            if (again) return refuse(400, "bad_transfer_encoding", "Two Transfer-Encoding fields");
            return note_transfer_coding(text);
        case Known::content_length:
            if (again) return refuse(400, "bad_content_length", "Two Content-Length fields");
            return note_content_length(text);
        case Known::expect:
            if (head_.http_1_0) return true;
            if (again || !equal_text(text, "100-continue")) {
                return refuse(417, "unknown_expectation", "Only 100-continue can be expected");
            }
            head_.expects_continue = true;
            return true;
        case Known::host:
            if (again || !is_authority(text)) {
                return refuse(400, "bad_host", "There must be exactly one valid Host");
            }
            return true;
        case Known::content_type:
        case Known::content_encoding:
        case Known::authorization:
        case Known::origin:
        case Known::idempotency_key:
        case Known::if_modified_since:
        case Known::range:
            if (again)
                return refuse(400, "repeated_field", "A field that may stand once is repeated");
            return true;
        default: return true;
    }
}

auto RequestParser::note_connection(std::string_view value) -> void {
    while (!value.empty()) {
        std::size_t comma = value.find(',');
        std::string_view option = trim(value.substr(0, comma));
        close_ |= equal_text(option, "close");
        keep_alive_ |= equal_text(option, "keep-alive");
        upgrade_ |= equal_text(option, "upgrade");
        value.remove_prefix(comma == value.npos ? value.size() : comma + 1);
    }
}

// Anything but one "chunked" on HTTP/1.1 is refused: 501 where another coding comes before it, 400
// where the length of the body can't be known.
auto RequestParser::note_transfer_coding(std::string_view value) -> bool {
    if (head_.http_1_0) {
        return refuse(400, "bad_transfer_encoding", "HTTP/1.0 knows no Transfer-Encoding");
    }
    head_.framing = Framing::chunked;
    if (equal_text(value, "chunked")) return true;
    if (ends_chunked_once(value)) {
        return refuse(501, "unknown_transfer_coding", "Only the transfer coding chunked is known");
    }
    return refuse(400, "bad_transfer_encoding", "Transfer-Encoding must be chunked, once");
}

auto RequestParser::note_content_length(std::string_view value) -> bool {
    if (value.empty() || span_of(char_digit, value) != value.size()) {
        return refuse(400, "bad_content_length", "Content-Length must be one row of digits");
    }
    while (value.size() > 1 && value.front() == '0') value.remove_prefix(1);
    if (value.size() > 18) return refuse(413, "body_too_large", "The body is too large");
    for (char c : value)
        head_.content_length = head_.content_length * 10 + static_cast<unsigned>(c - '0');
    if (head_.framing == Framing::none) head_.framing = Framing::length;
    return true;
}

auto RequestParser::finish() -> bool {
    if (head_.has(Known::transfer_encoding) && head_.has(Known::content_length)) {
        return refuse(400, "ambiguous_length", "Both Transfer-Encoding and Content-Length");
    }
    if (!head_.has(Known::host) && !head_.http_1_0) {
        return refuse(400, "bad_host", "There must be exactly one valid Host");
    }
    if (!head_.host && head_.has(Known::host))
        head_.host = head_.known[static_cast<std::size_t>(Known::host)];
    head_.keep_alive = head_.http_1_0 ? keep_alive_ && !close_ : !close_;
    head_.asks_upgrade = upgrade_ && head_.has(Known::upgrade) && !head_.http_1_0;
    return true;
}

}  // namespace strata::http
