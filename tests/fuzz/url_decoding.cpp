// Targets, authorities and percent-encoding: what is decoded has no NUL, encodes back to the same,
// and is decoded once.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/parse/chars.hpp"
#include "http/parse/target.hpp"
#include "http/query.hpp"

namespace {

using namespace strata::http;

void demand(bool holds) {
    if (!holds) std::abort();
}

auto encode(std::string_view text) -> std::string {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (unsigned char c : text) {
        out.push_back('%');
        out.push_back(digits[c / 16]);
        out.push_back(digits[c % 16]);
    }
    return out;
}

void check_decoding(std::string_view text, bool plus_is_space) {
    std::string decoded = "before";
    if (!percent_decode(text, plus_is_space, decoded)) return demand(decoded == "before");
    decoded.erase(0, 6);
    demand(decoded.size() <= text.size());
    if (text.find('\0') != text.npos) return;
    demand(decoded.find('\0') == decoded.npos);
    std::string again;
    demand(percent_decode(encode(decoded), plus_is_space, again) && again == decoded);
}

auto inside(std::string_view part, std::string_view whole) -> bool {
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

// The path that a router sees has no segment that leads upwards, before or after decoding.
void check_path(std::string_view path) {
    demand(path.empty() || path.front() == '/');
    while (!path.empty()) {
        path.remove_prefix(1);
        std::string_view segment = path.substr(0, path.find('/'));
        std::string decoded;
        demand(percent_decode(segment, false, decoded));
        demand(decoded != "." && decoded != "..");
        path.remove_prefix(segment.size());
    }
}

void check_target(std::string_view text, Verb verb) {
    RequestHead head;
    head.verb = verb;
    // Offsets count from before the target, as in a request line.
    const std::string line = "GET " + std::string(text);
    const std::string_view target = std::string_view(line).substr(4);
    if (parse_target(target, line.data(), head)) return;
    HeadView view(line.data(), head);
    demand(inside(view.text(head.path), target));
    demand(inside(view.query(), target));
    demand(inside(view.host(), target));
    if (!head.asterisk) check_path(view.path());
    if (head.host) demand(is_authority(view.host()));
    QueryReader query(view.query());
    while (query.next()) demand(query.name().size() <= target.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_decoding(text, false);
    check_decoding(text, true);
    check_target(text, Verb::get);
    check_target(text, Verb::options);
    if (is_authority(text)) demand(is_field_value(text));
    return 0;
}
