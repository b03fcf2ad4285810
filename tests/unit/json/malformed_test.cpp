// Texts that are JSON, and texts that only look like it, in the spirit of the published parsing
// suites: y_ must be accepted, n_ must be refused; where RFC 8259 leaves it open (i_) the table
// says what we do.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "strata/json/json.hpp"
#include "strata/json/reader.hpp"

using strata::json::Json;
using strata::json::Reader;

namespace {

struct Case {
    const char* name;
    std::string text;
};

// Reading into a Json, and only skipping, must come to the same end.
auto accepted(const std::string& text) -> bool {
    const bool parsed = Json::parse(text).has_value();
    Reader reader(text, Json::default_depth);
    const bool skipped = reader.skip() && reader.finish();
    CHECK(parsed == skipped);
    return parsed;
}

const std::vector<Case> good{
    {"y_array_empty", "[]"},
    {"y_array_with_spaces", " [ 1 , 2 ]\r\n\t"},
    {"y_array_null", "[null]"},
    {"y_array_nested", "[[[]],[{}]]"},
    {"y_number_zero", "0"},
    {"y_number_minus_zero", "-0"},
    {"y_number_fraction", "-12.5"},
    {"y_number_exponents", "[1e5,1E5,1e+5,1e-5,0e0,0.0e0]"},
    {"y_number_64_bits", "[18446744073709551615,-9223372036854775808]"},
    {"y_number_large_integer", "123456789012345678901234567890"},
    {"y_number_very_small", "1e-400"},
    {"y_object_empty", "{}"},
    {"y_object_empty_key", "{\"\":0}"},
    {"y_object_keys_that_differ_by_case", "{\"a\":1,\"A\":2}"},
    {"y_object_same_key_in_other_objects", "{\"a\":{\"a\":1},\"b\":{\"a\":1}}"},
    {"y_string_escapes", R"("\"\\\/\b\f\n\r\t\u0041")"},
    {"y_string_surrogate_pair", R"("\uD834\uDD1E")"},
    {"y_string_escaped_nul", R"("\u0000")"},
    {"y_string_utf8", "\"\xC3\xA9\xE2\x82\xAC\xF0\x9D\x84\x9E\""},
    {"y_string_delete_character", "\"\x7F\""},
    {"y_string_line_separator", "\"\xE2\x80\xA8\""},
    {"y_string_noncharacter", "\"\xEF\xBF\xBF\""},
    {"y_string_longer_than_a_vector", "\"0123456789abcdef0123456789abcdef\""},
    {"y_scalar_alone", "true"},
};

const std::vector<Case> bad{
    {"n_nothing", ""},
    {"n_only_white_space", " \n"},
    {"n_form_feed_is_no_white_space", "\f1"},
    {"n_nul_byte", std::string("\0", 1)},
    {"n_nul_after_value", std::string("1\0", 2)},
    {"n_byte_order_mark", "\xEF\xBB\xBF{}"},
    {"n_trailing_text", "1 x"},
    {"n_two_values", "{}{}"},
    {"n_trailing_bracket", "[]]"},
    {"n_array_open", "["},
    {"n_array_unclosed", "[1"},
    {"n_array_trailing_comma", "[1,]"},
    {"n_array_leading_comma", "[,1]"},
    {"n_array_two_commas", "[1,,2]"},
    {"n_array_no_comma", "[1 2]"},
    {"n_array_closed_as_object", "[1}"},
    {"n_array_colon", "[1:2]"},
    {"n_object_open", "{"},
    {"n_object_key_only", "{\"a\"}"},
    {"n_object_no_value", "{\"a\":}"},
    {"n_object_unclosed", "{\"a\":1"},
    {"n_object_trailing_comma", "{\"a\":1,}"},
    {"n_object_leading_comma", "{,\"a\":1}"},
    {"n_object_unquoted_key", "{a:1}"},
    {"n_object_single_quotes", "{'a':1}"},
    {"n_object_number_key", "{1:1}"},
    {"n_object_two_colons", "{\"a\"::1}"},
    {"n_object_no_colon", "{\"a\" 1}"},
    {"n_object_comma_for_colon", "{\"a\",1}"},
    {"n_object_closed_as_array", "{\"a\":1]"},
    {"n_object_comment", "{\"a\":1/**/}"},
    {"n_object_duplicate_key", R"({"a":1,"b":2,"a":3})"},
    {"n_object_duplicate_key_escaped", R"({"a":1,"\u0061":2})"},
    {"n_object_duplicate_key_nested", R"([{"x":{"a":1,"a":1}}])"},
    {"n_literal_capital", "True"},
    {"n_literal_cut_short", "nul"},
    {"n_literal_too_long", "nulll"},
    {"n_number_nan", "NaN"},
    {"n_number_infinity", "-Infinity"},
    {"n_number_plus", "+1"},
    {"n_number_minus_alone", "-"},
    {"n_number_leading_zero", "01"},
    {"n_number_minus_leading_zero", "-01"},
    {"n_number_leading_dot", ".5"},
    {"n_number_trailing_dot", "5."},
    {"n_number_dot_exponent", "5.e1"},
    {"n_number_exponent_alone", "1e"},
    {"n_number_exponent_sign_alone", "1e+"},
    {"n_number_two_exponents", "1e1e1"},
    {"n_number_hexadecimal", "0x10"},
    {"n_number_underscore", "1_000"},
    {"n_number_full_width_digit", "\xEF\xBC\x91"},
    {"n_string_unclosed", "\"abc"},
    {"n_string_escape_at_end", "\"\\"},
    {"n_string_unknown_escape", R"("\a")"},
    {"n_string_hex_escape", R"("\x41")"},
    {"n_string_short_unicode_escape", R"("\u00A")"},
    {"n_string_bad_unicode_escape", R"("\u00GG")"},
    {"n_string_lone_high_surrogate", R"("\uD834")"},
    {"n_string_lone_low_surrogate", R"("\uDD1E")"},
    {"n_string_high_then_high", R"("\uD834\uD834")"},
    {"n_string_high_then_letter", R"("\uD834\u0041")"},
    {"n_string_tab", "\"\t\""},
    {"n_string_line_feed", "\"\n\""},
    {"n_string_nul", std::string("\"\0\"", 3)},
    {"n_string_lone_continuation", "\"\x80\""},
    {"n_string_overlong_slash", "\"\xC0\xAF\""},
    {"n_string_overlong_three", "\"\xE0\x80\xAF\""},
    {"n_string_overlong_four", "\"\xF0\x80\x80\xAF\""},
    {"n_string_encoded_surrogate", "\"\xED\xA0\x80\""},
    {"n_string_past_last_code_point", "\"\xF4\x90\x80\x80\""},
    {"n_string_cut_sequence", "\"\xE2\x82\""},
    {"n_string_latin_1", "\"\xE9\""},
    {"n_string_sequence_at_end", "\"\xF0\x9D"},
    {"n_key_bad_utf8", "{\"\xFF\":1}"},
};

}  // namespace

TEST_CASE("texts that are JSON are read") {
    for (const Case& one : good) {
        CAPTURE(one.name);
        CHECK(accepted(one.text));
    }
}

TEST_CASE("texts that are not JSON are refused") {
    for (const Case& one : bad) {
        CAPTURE(one.name);
        CHECK_FALSE(accepted(one.text));
    }
}

TEST_CASE("numbers past the range of double are refused, however they are written") {
    CHECK_FALSE(accepted("1e400"));
    CHECK_FALSE(accepted("-1e400"));
    CHECK_FALSE(accepted("1e999999999999999999"));
    CHECK_FALSE(accepted(std::string(400, '9')));
    CHECK(accepted("0e999999999999999999"));
    CHECK(accepted("1e-999999999999999999"));
}

TEST_CASE("depth is bounded while reading, and the bound is exact") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(Json::parse(nested(256)).has_value());
    const auto deep = Json::parse(nested(257));
    REQUIRE_FALSE(deep.has_value());
    CHECK(deep.error().message == "nested too deeply");
    CHECK_FALSE(Json::parse(std::string(200'000, '[')).has_value());
    const std::string past = nested(65);
    Reader reader(past);
    CHECK_FALSE(reader.skip());
    const std::string within = nested(300);
    Reader allowed(within, 300);
    CHECK(allowed.skip());
    CHECK(allowed.finish());
}

TEST_CASE("many keys are checked for duplicates in less than quadratic time") {
    std::string text = "{";
    for (int i = 0; i < 20'000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
    CHECK(accepted(text + "\"end\":0}"));
    CHECK_FALSE(accepted(text + "\"k17\":0}"));
}

TEST_CASE("a text need not end in NUL, and nothing is read past its end") {
    for (const std::string text :
         {"[1,true,\"abc\\n\",{\"k\":null}]", "\"\xF0\x9D\x84\x9E\"", "-1.5e10"}) {
        for (std::size_t size = 0; size < text.size(); ++size) {
            // A heap block of exactly this size: the address sanitizer sees the first byte past it.
            const std::vector<char> cut(text.begin(),
                                        text.begin() + static_cast<std::ptrdiff_t>(size));
            Reader reader(std::string_view(cut.data(), cut.size()));
            const bool whole = reader.skip() && reader.finish();
            CHECK((!whole || text == "-1.5e10"));
        }
    }
}
