#include "strata/schema/pattern.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "strata/schema/format.hpp"

using strata::schema::Format;
using strata::schema::Pattern;

namespace {

auto matches(std::string_view pattern, std::string_view text) -> bool {
    auto compiled = Pattern::compile(pattern);
    REQUIRE_MESSAGE(compiled.has_value(),
                    pattern << ": " << (compiled ? "" : compiled.error().message));
    return compiled->matches(text);
}

auto is_regex(std::string_view pattern) -> bool {
    return strata::schema::matches(Format::regex, pattern);
}

}  // namespace

TEST_CASE("patterns mean what ECMA-262 says") {
    struct Case {
        const char* pattern;
        const char* match;
        const char* miss;
    };
    const Case cases[] = {
        {"b", "abc", "xyz"},
        {"^[^/~]+$", "a b", "a/b"},
        {"^[^/~]+$", "\u00e9", "\u00e9~"},
        {"^[a-z\u00e0-\u00ff]+$", "ab", "AB"},
        {"^[a-z\u00e0-\u00ff]+$", "\u00e9b", "\u0101b"},
        {"^abc$", "abc", "abc\n"},
        {"^\\d$", "7", "\u0667"},
        {"^\\w$", "_", "\u00e9"},
        {"^\\W$", "\u00e9", "a"},
        {"^\\s$", "\ufeff", "x"},
        {"^\\S$", "x", "\u2003"},
        {"^[\\S]$", "\u200b", "\u00a0"},
        {"^[^\\s]$", "x", "\u3000"},
        {"^.$", "\u00e9", "\u2028"},
        {"^[^]$", "\n", ""},
        {"^a|b$", "axx", "xa"},
        {"^\\u{1F600}$", "\U0001F600", "x"},
        {"^\\uD83D\\uDE00$", "\U0001F600", "x"},
        {"^\\x41\\u0042\\cJ\\0?$", "AB\n", "AB"},
        {"^\\p{Lu}\\P{Lu}$", "Ab", "AB"},
        {"^\\p{Script=Greek}+$", "\u03b1\u03b2", "ab"},
        {"^[\\p{L}\\d-]+$", "a\u00e9-1", "a b"},
        {"^(?:ab){2,3}$", "ababab", "ab"},
        {"^a{2}$", "aa", "a{2}"},
        {"^(a)(?<n>b)\\2\\k<n>\\1$", "abbba", "abba"},
        {"a(?=b)", "ab", "ac"},
        {"a(?!b)", "ac", "ab"},
        {"(?<=a)b", "ab", "cb"},
        {"(?<!a)b", "cb", "ab"},
        {"^[\\b]$", "\b", "b"},
        {"\\bfoo\\b", "a foo b", "afoob"},
        {"^\\/\\-\\.$", "/-.", "xxx"},
        {"^[a\\]b-d]+$", "a]c", "e"},
        {"^[a-]$", "-", "b"},
        {"^}$", "}", "{"},
        {"^a+?$", "aaa", "b"},
        {"^#  x$", "#  x", "#x"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.pattern);
        CHECK(matches(one.pattern, one.match));
        CHECK_FALSE(matches(one.pattern, one.miss));
    }
    CHECK_FALSE(matches("[]", "a"));
}

TEST_CASE("what ECMA-262 does not have is no regular expression") {
    for (const char* text : {"\\a",
                             "\\Z",
                             "\\A",
                             "\\z",
                             "\\Q",
                             "\\h",
                             "\\e",
                             "\\G",
                             "(?i)a",
                             "(?P<n>a)",
                             "(?#c)",
                             "(?>a)",
                             "(?|a)",
                             "a++",
                             "a**",
                             "*a",
                             "+",
                             "?",
                             "(",
                             ")",
                             "(a",
                             "a)",
                             "[a",
                             "[b-a]",
                             "[\\d-z]",
                             "a{2,1}",
                             "{1}",
                             "\\",
                             "\\1",
                             "\\k<n>",
                             "(?<n>a)(?<n>b)",
                             "(?<1>a)",
                             "\\x4",
                             "\\u12",
                             "\\u{110000}",
                             "\\u{}",
                             "\\c1",
                             "\\p{NoSuch}",
                             "\\p",
                             "\\p{Greek}",
                             "\\01",
                             "(*ACCEPT)",
                             "\\uD800"}) {
        CAPTURE(text);
        CHECK_FALSE(is_regex(text));
        CHECK_FALSE(Pattern::compile(text).has_value());
    }
}

TEST_CASE(
    "what the engine can't run is an error when compiling, though it is a regular expression") {
    CHECK(is_regex("(?<=a+)b"));
    CHECK_FALSE(Pattern::compile("(?<=a+)b").has_value());
    CHECK_THROWS_AS(Pattern("(?<=a+)b"), std::invalid_argument);
}

TEST_CASE("deeply nested groups are refused, not overflowed on") {
    CHECK_FALSE(is_regex(std::string(100'000, '(')));
}

TEST_CASE("text that is no UTF-8 matches nothing") {
    CHECK_FALSE(matches(".*", "\xFF"));
    CHECK(matches("^$", ""));
    CHECK(matches("^$", std::string_view()));
}
