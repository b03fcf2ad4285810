#include "http/compression.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <array>

#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

// Answers are compressed on the loop: effort that costs about what sending saves.
constexpr int gzip_level = 4;
constexpr int brotli_quality = 4;
constexpr int brotli_window = 18;

// qvalue of RFC 9110, section 12.4.2, in thousandths; a malformed one is 0.
auto weight(std::string_view parameters) noexcept -> int {
    parameters = trim(parameters);
    if (parameters.empty()) return 1000;
    if (!equal_text(parameters.substr(0, 2), "q=")) return 0;
    std::string_view text = parameters.substr(2);
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    if (text.size() > 1 && text[1] != '.') return 0;
    int value = (text[0] - '0') * 1000;
    int place = 100;
    for (char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (!is(char_digit, c)) return 0;
        value += (c - '0') * place;
        place /= 10;
    }
    return std::min(value, 1000);
}

auto gzip(std::string_view content) -> std::optional<std::string> {
    z_stream stream{};
    constexpr int gzip_format = 15 + 16;
    if (::deflateInit2(&stream, gzip_level, Z_DEFLATED, gzip_format, 8, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        return std::nullopt;
    }
    std::string out(content.size(), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    int result = ::deflate(&stream, Z_FINISH);
    out.erase(out.size() - stream.avail_out);
    ::deflateEnd(&stream);
    if (result != Z_STREAM_END) return std::nullopt;
    return out;
}

auto brotli(std::string_view content) -> std::optional<std::string> {
    std::string out(content.size(), '\0');
    std::size_t size = out.size();
    auto done =
        ::BrotliEncoderCompress(brotli_quality, brotli_window, BROTLI_MODE_TEXT, content.size(),
                                reinterpret_cast<const std::uint8_t*>(content.data()), &size,
                                reinterpret_cast<std::uint8_t*>(out.data()));
    if (done != BROTLI_TRUE) return std::nullopt;
    out.resize(size);
    return out;
}

}  // namespace

auto coding_name(Coding coding) noexcept -> std::string_view {
    switch (coding) {
        case Coding::gzip: return "gzip";
        case Coding::brotli: return "br";
        case Coding::identity: break;
    }
    return "identity";
}

auto choose_coding(std::string_view accept_encoding) noexcept -> Coding {
    int any = 0;
    int identity_weight = 0;
    int gzip_weight = -1;
    int brotli_weight = -1;
    while (!accept_encoding.empty()) {
        std::size_t comma = accept_encoding.find(',');
        std::string_view item = trim(accept_encoding.substr(0, comma));
        accept_encoding.remove_prefix(comma == accept_encoding.npos ? accept_encoding.size()
                                                                    : comma + 1);
        std::size_t semicolon = item.find(';');
        std::string_view name = trim(item.substr(0, semicolon));
        int value = weight(semicolon == item.npos ? "" : item.substr(semicolon + 1));
        if (equal_text(name, "br")) brotli_weight = value;
        if (equal_text(name, "gzip") || equal_text(name, "x-gzip")) gzip_weight = value;
        if (equal_text(name, "identity")) identity_weight = value;
        if (name == "*") any = value;
    }
    if (gzip_weight < 0) gzip_weight = any;
    if (brotli_weight < 0) brotli_weight = any;
    if (identity_weight > std::max(gzip_weight, brotli_weight)) return Coding::identity;
    if (brotli_weight > 0 && brotli_weight >= gzip_weight) return Coding::brotli;
    return gzip_weight > 0 ? Coding::gzip : Coding::identity;
}

auto choose_coding(const HeadView& head) -> Coding {
    if (!head.has(Known::accept_encoding)) return Coding::identity;
    std::string list;
    head.each([&list](FieldView line) {
        if (equal_text(line.name, known_name(Known::accept_encoding))) {
            list.append(line.value).push_back(',');
        }
    });
    return choose_coding(std::string_view(list));
}

auto is_compressible(std::string_view media_type) noexcept -> bool {
    std::string_view type = trim(media_type.substr(0, media_type.find(';')));
    if (type.starts_with("text/")) return type != "text/event-stream";
    if (type.ends_with("+json") || type.ends_with("+xml")) return true;
    constexpr std::array<std::string_view, 5> others = {"application/json",
                                                        "application/javascript", "application/xml",
                                                        "application/wasm", "application/yaml"};
    for (std::string_view other : others) {
        if (type == other) return true;
    }
    return false;
}

auto compress(Coding coding, std::string_view content) -> std::optional<std::string> {
    switch (coding) {
        case Coding::gzip: return gzip(content);
        case Coding::brotli: return brotli(content);
        case Coding::identity: break;
    }
    return std::nullopt;
}

}  // namespace strata::http
