#include "http/preconditions.hpp"

#include "http/http_date.hpp"
#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

enum class Comparison : std::uint8_t { strong, weak };

auto names(std::string_view list, std::string_view etag, Comparison comparison) -> bool {
    if (comparison == Comparison::weak && etag.starts_with("W/")) etag.remove_prefix(2);
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        std::string_view item = trim(list.substr(0, comma));
        if (comparison == Comparison::weak && item.starts_with("W/")) item.remove_prefix(2);
        if ((item == etag && !item.empty()) || item == "*") return true;
        list.remove_prefix(comma == list.npos ? list.size() : comma + 1);
    }
    return false;
}

auto any_line_names(const HeadView& head, std::string_view field, std::string_view etag,
                    Comparison comparison) -> bool {
    bool found = false;
    head.each([&](FieldView line) {
        found = found || (equal_text(line.name, field) && names(line.value, etag, comparison));
    });
    return found;
}

}  // namespace

auto is_known_to_client(const HeadView& head, std::string_view etag) -> bool {
    return head.has(Known::if_none_match) &&
           any_line_names(head, "if-none-match", etag, Comparison::weak);
}

auto is_wanted_by_client(const HeadView& head, std::string_view etag) -> bool {
    return !head.has(Known::if_match) || any_line_names(head, "if-match", etag, Comparison::strong);
}

auto check_preconditions(const HeadView& head, std::string_view etag, std::int64_t modified)
    -> Precondition {
    if (head.has(Known::if_match)) {
        if (!is_wanted_by_client(head, etag)) return Precondition::failed;
    } else if (const auto field = head.find("If-Unmodified-Since")) {
        const auto unmodified_since = parse_http_date(*field);
        if (unmodified_since && modified > *unmodified_since) return Precondition::failed;
    }
    if (head.has(Known::if_none_match)) {
        return is_known_to_client(head, etag) ? Precondition::not_modified : Precondition::holds;
    }
    const auto since = parse_http_date(head.field(Known::if_modified_since));
    return since && modified <= *since ? Precondition::not_modified : Precondition::holds;
}

}  // namespace strata::http
