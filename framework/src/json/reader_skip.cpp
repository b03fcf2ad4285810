// Skipping of values: the syntax is checked all the same, and so is the uniqueness of keys.
#include <algorithm>
#include <string>

#include "json/number.hpp"
#include "strata/json/reader.hpp"

namespace strata::json {
namespace {

auto hash_key(std::string_view key) -> std::uint32_t {
    std::uint32_t hash = 2166136261U;
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

}  // namespace

auto Reader::skip() -> bool {
    const unsigned base = depth_;
    if (!skip_scalar_or_open()) return false;
    std::string_view key;
    while (depth_ > base) {
        const Frame& frame = frames_[depth_ - 1];
        if (frame.is_array) {
            if (next_element()) skip_scalar_or_open();
        } else if (next_member(key)) {
            note_key(key, frames_[depth_ - 1].key);
            skip_scalar_or_open();
        }
        if (error_) return false;
    }
    return true;
}

auto Reader::raw() -> std::string_view {
    skip_white_space();
    const char* first = cursor_;
    if (!skip()) return {};
    return {first, static_cast<std::size_t>(cursor_ - first)};
}

auto Reader::ignore(std::string_view key) -> bool {
    note_key(key, frames_[depth_ - 1].key);
    return skip();
}

auto Reader::skip_scalar_or_open() -> bool {
    std::string_view text;
    switch (peek()) {
        case Kind::object: return push(false);
        case Kind::array: return push(true);
        case Kind::string: return read_text(scratch_, text);
        case Kind::number: return skip_number();
        case Kind::boolean: return literal(*cursor_ == 't' ? "true" : "false");
        case Kind::null: return literal("null");
        case Kind::end: return fail(cursor_, "unexpected end of the text");
        case Kind::invalid: break;
    }
    return fail(cursor_, "expected a value");
}

auto Reader::skip_number() -> bool { return take_number(parse_number(cursor_, end_)); }

void Reader::note_key(std::string_view key, std::uint32_t offset) {
    if (error_) return;
    if (seen_count_ == seen_capacity_) {
        auto larger = std::make_unique<SeenKey[]>(seen_capacity_ * 2UL);
        std::copy_n(seen_, seen_count_, larger.get());
        more_seen_ = std::move(larger);
        seen_ = more_seen_.get();
        seen_capacity_ *= 2;
    }
    seen_[seen_count_++] = {hash_key(key), offset};
}

// At the end of an object: are the keys noted since `from` all different?
auto Reader::check_seen(std::uint32_t from) -> bool {
    const std::span<SeenKey> keys(seen_ + from, seen_count_ - from);
    seen_count_ = from;
    if (keys.size() < 2) return true;
    std::ranges::sort(keys, {}, [](const SeenKey& k) { return std::pair(k.hash, k.offset); });
    for (std::size_t i = 0; i < keys.size();) {
        std::size_t j = i + 1;
        while (j < keys.size() && keys[j].hash == keys[i].hash) ++j;
        if (j - i > 1 && !check_seen_run(keys.subspan(i, j - i))) return false;
        i = j;
    }
    return true;
}

// Keys of one hash: compare what they really say.
auto Reader::check_seen_run(std::span<SeenKey> run) -> bool {
    std::vector<std::pair<std::string, std::uint32_t>> keys;
    keys.reserve(run.size());
    for (const SeenKey& key : run) keys.emplace_back(key_at(key.offset), key.offset);
    std::ranges::sort(keys);
    for (std::size_t i = 1; i < keys.size(); ++i) {
        if (keys[i].first == keys[i - 1].first) {
            return fail(begin_ + keys[i].second, "duplicate key");
        }
    }
    return true;
}

}  // namespace strata::json
