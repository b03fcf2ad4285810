#include "strata/json/tag.hpp"

namespace strata::json {

namespace {

// Reads on to the member's value, in an object that was just begun.
auto find_member(Reader& reader, std::string_view member) -> bool {
    for (std::string_view key; reader.next_member(key);) {
        if (key == member) {
            reader.note(key);
            return true;
        }
        reader.ignore(key);
    }
    return false;
}

void skip_members(Reader& reader) {
    for (std::string_view key; reader.next_member(key);) reader.ignore(key);
}

}  // namespace

auto read_tag(Reader& reader, std::string_view member) -> std::optional<std::string> {
    const auto start = reader.mark();
    if (!reader.begin_object()) return std::nullopt;
    if (!find_member(reader, member)) {
        if (reader.ok()) reader.missing(member);
        return std::nullopt;
    }
    std::string tag;
    if (reader.read(tag)) {
        reader.reset(start);
        return tag;
    }
    skip_members(reader);
    return std::nullopt;
}

void refuse_tag(Reader& reader, std::string_view member) {
    if (!reader.begin_object()) return;
    for (std::string_view key; reader.next_member(key);) {
        const bool is_tag = key == member;
        reader.ignore(key);
        if (is_tag) reader.problem("const", "must be one of the values that the schema lists");
    }
}

}  // namespace strata::json
