#include "strata/json/decode.hpp"

namespace strata::json {

void decode(Reader& reader, std::optional<Bytes>& out) {
    out.reset();
    std::string_view text;
    if (!reader.read_string(text)) return;
    out = base64_decode(text);
    if (!out) reader.problem("contentEncoding", "must be base64");
}

void decode(Reader& reader, std::optional<Json>& out) {
    out.emplace();
    if (!reader.read_json(*out)) out.reset();
}

void state_bounds(Reader& reader, const Invalid* above, const Invalid* below) {
    if (!reader.ok() || reader.problems().empty()) return;
    const Problem& last = reader.problems().back();
    const Invalid* bound = last.code == "maximum"   ? above
                           : last.code == "minimum" ? below
                                                    : nullptr;
    const bool is_it = bound != nullptr && bound->keyword == last.code;
    if (!is_it || last.pointer != reader.pointer()) return;
    auto problems = reader.take_problems();
    problems.back().message = bound->message;
    for (Problem& each : problems) {
        reader.problem_at(std::move(each.pointer), each.code, each.message);
    }
}

namespace {

template <class T>
void state(Reader& reader, Bounds<T> bounds) {
    const std::string at_most = "must be at most " + std::to_string(bounds.maximum);
    const std::string at_least = "must be at least " + std::to_string(bounds.minimum);
    const Invalid above{"maximum", at_most};
    const Invalid below{"minimum", at_least};
    constexpr Bounds<T> all;
    state_bounds(reader, bounds.maximum < all.maximum ? &above : nullptr,
                 bounds.minimum > all.minimum ? &below : nullptr);
}

}  // namespace

void state_bounds(Reader& reader, Bounds<std::int64_t> bounds) { state(reader, bounds); }
void state_bounds(Reader& reader, Bounds<std::uint64_t> bounds) { state(reader, bounds); }

}  // namespace strata::json
