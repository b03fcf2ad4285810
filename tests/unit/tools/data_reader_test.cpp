// Data in JavaScript's notation: what is read, and what is refused by name.
#include "tools/metaschema/data_reader.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace strata::tools;

namespace {

auto read(const std::string& text) -> std::string {
    Diagnostics diagnostics;
    const auto node = parse_data("a.schema", text, diagnostics);
    return node ? node->to_json().to_string() : diagnostics.to_string();
}

}  // namespace

TEST_CASE("data is read in every spelling that JavaScript has for it") {
    CHECK(read("({ a: 1, 'b': \"two\", \"c\": 'three', $d_1: null, })") ==
          R"({"$d_1":null,"a":1,"b":"two","c":"three"})");
    CHECK(read("// before\n( /* inside */ [true, false, null, [], {},] ) ; // after") ==
          "[true,false,null,[],{}]");
    CHECK(read("'string'") == R"("string")");
    CHECK(read("{ \xC3\xA9: 'caf\xC3\xA9' }") == "{\"\xC3\xA9\":\"caf\xC3\xA9\"}");
    CHECK(read("{ 1: 2 }") == R"({"1":2})");
}

TEST_CASE("numbers become JSON's") {
    CHECK(read("[0, -1, +2, .5, 5., 1e3, 1.5E-2, 0xFF, -0x10, 18446744073709551615]") ==
          "[0,-1,2,0.5,5,1000,0.015,255,-16,18446744073709551615]");
    for (const char* text :
         {"01", "1.2.3", "1_000", "0x", "0xG", "1e", ".", "1n", "5px", "1e400"}) {
        CAPTURE(text);
        CHECK(read(text).find("error") != std::string::npos);
    }
}

TEST_CASE("strings have JavaScript's escapes") {
    CHECK(read(R"('\'\"\\\n\t\x41\u0042\u{1F600}\uD83D\uDE00\/')") ==
          "\"'\\\"\\\\\\n\\tAB\xF0\x9F\x98\x80\xF0\x9F\x98\x80/\"");
    CHECK(read("'a\\\nb'") == R"("ab")");
    CHECK(read("'a\nb'") == "a.schema:1:1: error: a string must end on its line\n");
    for (const char* text : {R"('\u12')", R"('\uD800')", R"('\uDC00')", R"('\x4')", R"('\q')",
                             R"('\01')", "'a", "'a\\", R"('\u{110000}')", R"('\u{}')"}) {
        CAPTURE(text);
        CHECK(read(text).find("error") != std::string::npos);
    }
}

TEST_CASE("what would have to run is refused by its name and place") {
    const std::pair<const char*, const char*> cases[] = {
        {"({\n  validate: (value) => value > 1 })", "2:13: error: a function"},
        {"({ validate: value => true })", "1:14: error: a function"},
        {"({ validate: async () => {} })", "1:14: error: a function"},
        {"({ validate: function () {} })", "1:14: error: a function"},
        {"({ validate(value) { return true; } })", "1:4: error: a function"},
        {"({ async validate() {} })", "1:4: error: a function"},
        {"({ get a() {} })", "1:4: error: a function"},
        {"({ *a() {} })", "1:4: error: a function"},
        {"({ a: class {} })", "1:7: error: a class"},
        {"({ a: new Date() })", "1:7: error: an expression"},
        {"({ a: Date.now() })", "1:7: error: the identifier \"Date\""},
        {"({ a: Number('1') })", "1:7: error: an expression"},
        {"({ a: 60 * 60 })", "1:10: error: an expression"},
        {"({ a: 'b' + 'c' })", "1:11: error: an expression"},
        {"({ a: -b })", "1:7: error: an expression"},
        {"({ a: !true })", "1:7: error: an expression"},
        {"({ a: (1) })", "1:7: error: an expression"},
        {"({ a: undefined })", "1:7: error: the identifier \"undefined\""},
        {"({ a: NaN })", "1:7: error: the identifier \"NaN\""},
        {"({ a })", "1:4: error: the identifier \"a\""},
        {"({ a, b: 1 })", "1:4: error: the identifier \"a\""},
        {"({ ...base })", "1:4: error: a spread"},
        {"({ a: [...base] })", "1:8: error: a spread"},
        {"({ [key]: 1 })", "1:4: error: a computed key"},
        {"({ a: `text` })", "1:7: error: a template literal"},
        {"({ a: /x/ })", "1:7: error: a regular expression"},
        {"module.exports = {}", "1:1: error: the identifier \"module\""},
        {"(value) => value", "1:2: error: the identifier \"value\""},
    };
    for (const auto& [text, fault] : cases) {
        CAPTURE(text);
        const auto told = read(text);
        CAPTURE(told);
        CHECK(told.starts_with("a.schema:" + std::string(fault)));
    }
}

TEST_CASE("what is malformed is told with its place") {
    CHECK(read("({ a: 1 b: 2 })") == "a.schema:1:9: error: expected a comma or a closing brace\n");
    CHECK(read("({ a: 1, a: 2 })") == "a.schema:1:10: error: duplicate key \"a\"\n");
    CHECK(read("({ a 1 })") == "a.schema:1:6: error: expected a colon after \"a\"\n");
    CHECK(read("({ a: })") == "a.schema:1:7: error: expected a value\n");
    CHECK(read("({ a: 1 }") == "a.schema:1:10: error: expected a closing parenthesis\n");
    CHECK(read("({ a: 1 }) x") == "a.schema:1:12: error: expected the end of the file\n");
    CHECK(read("[1 2]") == "a.schema:1:4: error: expected a comma or a closing bracket\n");
    CHECK(read("/* no end") == "a.schema:1:1: error: a comment does not end\n");
    CHECK(read("") == "a.schema:1:1: error: expected a value\n");
    CHECK(read("'\xFF'") == "a.schema:1:1: error: invalid UTF-8\n");
    CHECK(read(std::string(100, '[')).find("nested too deep") != std::string::npos);
    CHECK(read(std::string(100'000, '[')).find("nested too deep") != std::string::npos);
}

TEST_CASE("a file in metaschema notation begins with a parenthesis") {
    CHECK(is_metaschema("({ a: 1 })"));
    CHECK(is_metaschema(" // note\n /* ({ */ ('string')"));
    CHECK_FALSE(is_metaschema("{ \"a\": \"(\" }"));
    CHECK_FALSE(is_metaschema("// ("));
    CHECK_FALSE(is_metaschema(""));
}
