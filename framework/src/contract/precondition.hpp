#pragma once
// Optimistic concurrency over HTTP: a result's version is its ETag, and the version of If-Match is
// the method's parameter of that kind (RFC 9110, section 13.1.1). Pure.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace strata::contract {

// The error of a method that takes a version, 409; where the version came in If-Match it is 412.
inline constexpr std::string_view version_conflict = "version_conflict";

// "\"7\"" -> 7. Nothing for a tag that no result has had: a weak one, text, a list.
[[nodiscard]] auto parse_version(std::string_view if_match) -> std::optional<std::int64_t>;

[[nodiscard]] auto version_etag(std::int64_t version) -> std::string;

// Whether the text is a JSON object, no deeper than that; then `value` is the text of that member,
// if it has one.
[[nodiscard]] auto find_member(std::string_view object, unsigned depth, std::string_view name,
                               std::optional<std::string_view>& value) -> bool;

// The JSON object with one more member, at its end; the text as it is if it is no object.
[[nodiscard]] auto with_member(std::string_view object, std::string_view name, std::int64_t value)
    -> std::string;

}  // namespace strata::contract
