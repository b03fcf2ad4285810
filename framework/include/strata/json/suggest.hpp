#pragma once
// "Did you mean": the candidate nearest to a misspelt word. Pure functions, any thread.
#include <span>
#include <string>
#include <string_view>

namespace strata::json {

// The candidate with the fewest edits (insert, remove, replace, swap of neighbours; case counts as
// half), if they are few for the word's length; else empty.
[[nodiscard]] auto nearest(std::string_view word, std::span<const std::string_view> candidates)
    -> std::string_view;

// `message`, and the suggestion if there is one: "unknown member; did you mean \"title\"?"
[[nodiscard]] auto with_suggestion(std::string_view message, std::string_view word,
                                   std::span<const std::string_view> candidates) -> std::string;

}  // namespace strata::json
