// Cases from the text of the specification; the official suite has its own program in
// tests/conformance.
#include "strata/schema/schema.hpp"

#include <doctest/doctest.h>

using strata::json::Json;
using strata::schema::Draft;
using strata::schema::Mode;
using strata::schema::Options;
using strata::schema::Registry;
using strata::schema::Schema;

namespace {

auto parse(std::string_view text) -> Json {
    auto json = Json::parse(text);
    REQUIRE_MESSAGE(json.has_value(), text);
    return *std::move(json);
}

auto compile(std::string_view text, const Options& options = {}) -> Schema {
    auto schema = Schema::compile(parse(text), options);
    REQUIRE_MESSAGE(schema.has_value(), text << ": " << (schema ? "" : schema.error().message));
    return *std::move(schema);
}

// "pointer message" of the compile error.
auto refusal(std::string_view text, const Options& options = {}) -> std::string {
    const auto schema = Schema::compile(parse(text), options);
    return schema ? "compiled" : schema.error().pointer + ' ' + schema.error().message;
}

auto accepts(std::string_view schema, std::string_view instance, const Options& options = {})
    -> bool {
    return compile(schema, options).is_valid(parse(instance));
}

}  // namespace

TEST_CASE("every assertion of the validation vocabulary asserts") {
    struct Case {
        const char* schema;
        const char* good;
        const char* bad;
    };
    const Case cases[] = {
        {R"({"type":"integer"})", "1.0", "1.5"},
        {R"({"type":["string","null"]})", "null", "0"},
        {R"({"const":{"a":[1]}})", R"({"a":[1.0]})", R"({"a":[2]})"},
        {R"({"enum":["a","b"]})", "\"b\"", "\"c\""},
        {R"({"enum":[1,"a",null]})", "null", "false"},
        {R"({"minLength":2})", "\"\u00e9\u00e9\"", "\"\u00e9\""},
        {R"({"maxLength":1})", "\"\U0001F600\"", "\"ab\""},
        {R"({"pattern":"^a+$"})", "\"aaa\"", "\"ab\""},
        {R"({"minimum":1})", "1", "0.9"},
        {R"({"maximum":18446744073709551614})", "18446744073709551614", "18446744073709551615"},
        {R"({"exclusiveMinimum":-1})", "0", "-1"},
        {R"({"exclusiveMaximum":1.5})", "1", "1.5"},
        {R"({"multipleOf":0.01})", "19.99", "0.005"},
        {R"({"minItems":1})", "[0]", "[]"},
        {R"({"maxItems":1})", "[0]", "[0,1]"},
        {R"({"uniqueItems":true})", R"([1,"1",true,[1],{"a":1}])", "[1,1.0]"},
        {R"({"contains":{"type":"null"},"minContains":2,"maxContains":3})", "[null,null]",
         "[null]"},
        {R"({"contains":{"type":"null"},"maxContains":1})", "[null,1]", "[null,null]"},
        {R"({"minProperties":1})", R"({"a":1})", "{}"},
        {R"({"maxProperties":0})", "{}", R"({"a":1})"},
        {R"({"required":["a"]})", R"({"a":null})", "{}"},
        {R"({"dependentRequired":{"a":["b"]}})", R"({"b":1})", R"({"a":1})"},
        {R"({"prefixItems":[{"type":"null"}],"items":false})", "[null]", "[null,1]"},
        {R"({"properties":{"a":false}})", "{}", R"({"a":1})"},
        {R"({"patternProperties":{"^x":{"type":"null"}}})", R"({"x":null,"y":1})", R"({"x1":1})"},
        {R"({"properties":{"a":{}},"additionalProperties":false})", R"({"a":1})", R"({"b":1})"},
        {R"({"propertyNames":{"maxLength":1}})", R"({"a":1})", R"({"ab":1})"},
        {R"({"allOf":[{"minimum":1},{"maximum":2}]})", "1.5", "3"},
        {R"({"anyOf":[{"type":"null"},{"minimum":1}]})", "null", "0"},
        {R"({"oneOf":[{"minimum":1},{"maximum":2}]})", "3", "1.5"},
        {R"({"not":{"type":"null"}})", "1", "null"},
        {R"({"if":{"minimum":10},"then":{"multipleOf":10},"else":{"maximum":5}})", "20", "7"},
        {R"({"dependentSchemas":{"a":{"required":["b"]}}})", R"({"c":1})", R"({"a":1})"},
        {R"({"allOf":[{"properties":{"a":{}}}],"unevaluatedProperties":false})", R"({"a":1})",
         R"({"b":1})"},
        {R"({"anyOf":[{"prefixItems":[{}]},{"contains":{"const":2}}],"unevaluatedItems":false})",
         "[1,2]", "[1,3]"},
        {"false", "", "1"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.schema);
        if (*one.good != '\0') CHECK(accepts(one.schema, one.good));
        CHECK_FALSE(accepts(one.schema, one.bad));
    }
}

TEST_CASE("what a failing branch has evaluated does not count") {
    const char* schema =
        R"({"anyOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"b":{}}}],
                             "unevaluatedProperties":false})";
    CHECK(accepts(schema, R"({"a":1,"b":2})"));
    CHECK_FALSE(accepts(schema, R"({"a":2,"b":2})"));
    CHECK_FALSE(accepts(R"({"not":{"not":{"properties":{"a":{}}}},"unevaluatedProperties":false})",
                        R"({"a":1})"));
}

TEST_CASE("references lead through identifiers, anchors, pointers and the registry") {
    CHECK(accepts(R"({"$ref":"#/$defs/a~1b%25","$defs":{"a/b%":{"type":"null"}}})", "null"));
    CHECK_FALSE(accepts(R"({"$ref":"#n","$defs":{"x":{"$anchor":"n","type":"null"}}})", "1"));
    CHECK_FALSE(accepts(
        R"({"$id":"http://x/y/z.json","$ref":"w.json","$defs":{"w":{"$id":"w.json","type":"null"}}})",
        "1"));
    Registry registry;
    registry.add("http://other/schemas/one.json",
                 parse(R"({"items":{"$ref":"two.json#/$defs/n"}})"));
    registry.add("http://other/schemas/two.json#", parse(R"({"$defs":{"n":{"type":"integer"}}})"));
    const Options options{.registry = &registry};
    CHECK(accepts(R"({"$ref":"http://other/schemas/one.json"})", "[1]", options));
    CHECK_FALSE(accepts(R"({"$ref":"http://other/schemas/one.json"})", "[null]", options));
    CHECK(accepts(R"({"$ref":"https://json-schema.org/draft/2020-12/schema"})",
                  R"({"minLength":1})"));
    CHECK_FALSE(accepts(R"({"$ref":"https://json-schema.org/draft/2020-12/schema"})",
                        R"({"$defs":{"a":{"minLength":-1}}})"));
    CHECK_FALSE(
        accepts(R"({"$ref":"http://json-schema.org/draft-07/schema#"})", R"({"type":"int"})"));
}

TEST_CASE("a dynamic reference leads to the outermost resource that has its anchor") {
    const char* tree =
        R"({"$id":"http://x/strict","$dynamicAnchor":"node","$ref":"tree","unevaluatedProperties":false,
        "$defs":{"tree":{"$id":"tree","$dynamicAnchor":"node","type":"object",
                 "properties":{"data":true,"children":{"items":{"$dynamicRef":"#node"}}}}}})";
    CHECK(accepts(tree, R"({"children":[{"data":1}]})"));
    CHECK_FALSE(accepts(tree, R"({"children":[{"daat":1}]})"));
}

TEST_CASE("draft 7 has its own rules") {
    const Options draft7{.draft = Draft::draft7};
    // What stands beside $ref is ignored.
    CHECK(
        accepts(R"({"$ref":"#/definitions/a","type":"string","definitions":{"a":{"type":"null"}}})",
                "null", draft7));
    CHECK_FALSE(
        accepts(R"({"items":[{"type":"null"}],"additionalItems":false})", "[null,1]", draft7));
    CHECK(accepts(R"({"dependentRequired":{"a":["b"]}})", R"({"a":1})", draft7));
    CHECK_FALSE(accepts(R"({"dependencies":{"a":["b"]}})", R"({"a":1})", draft7));
    CHECK(accepts(R"({"unevaluatedProperties":false})", R"({"a":1})", draft7));
    CHECK_FALSE(accepts(R"({"contentMediaType":"application/json"})", "\"{\"", draft7));
    CHECK_FALSE(
        accepts(R"({"$schema":"http://json-schema.org/draft-07/schema#","items":[false]})", "[1]"));
}

TEST_CASE("format and content are annotations unless they are asked for") {
    CHECK(accepts(R"({"format":"date"})", "\"x\""));
    CHECK_FALSE(accepts(R"({"format":"date"})", "\"x\"", {.assert_format = true}));
    CHECK(accepts(R"({"format":"no such format"})", "\"x\"", {.assert_format = true}));
    CHECK(accepts(R"({"contentEncoding":"base64"})", "\"%\""));
    CHECK_FALSE(accepts(R"({"contentEncoding":"base64"})", "\"%\"", {.assert_content = true}));
}

TEST_CASE("integers may be held to 64 bits, as the static types are") {
    const Options bounded{.bounded_integers = true};
    CHECK(accepts(R"({"type":"integer"})", "1e30"));
    CHECK_FALSE(accepts(R"({"type":"integer"})", "1e30", bounded));
    CHECK(accepts(R"({"type":"integer"})", "18446744073709551615", bounded));
    CHECK(accepts(R"({"type":"number"})", "1e30", bounded));
}

TEST_CASE("the error of an integer that is too big names the bound that holds, once") {
    const Options bounded{.assert_format = true, .bounded_integers = true};
    const auto errors = [&](const std::string& schema, const std::string& instance) {
        std::string out;
        for (const auto& e : compile(schema, bounded).validate(parse(instance)).errors)
            out += e.keyword + ": " + e.message + '\n';
        return out;
    };
    const std::string most_signed =
        "format: is out of range: must be at most 9223372036854775807\n";
    CHECK(errors(R"({"type":"integer","format":"int64"})", "9223372036854775808") == most_signed);
    CHECK(errors(R"({"type":"integer","format":"int64"})", "1e30") == most_signed);
    CHECK(errors(R"({"type":"integer","format":"int64"})", "-1e30") ==
          "format: is out of range: must be at least -9223372036854775808\n");
    CHECK(errors(R"({"type":"integer","format":"uint64"})", "18446744073709551616") ==
          "format: is out of range: must be at most 18446744073709551615\n");
    CHECK(errors(R"({"type":"integer","format":"uint64"})", "-1e30") ==
          "format: must be at least 0\n");
    CHECK(errors(R"({"type":"integer","format":"uint64","minimum":-5})", "-3") ==
          "format: must be at least 0\n");
    CHECK(errors(R"({"type":"integer","maximum":100})", "1e30") ==
          "maximum: must be at most 100\n");
    CHECK(errors(R"({"type":"integer","exclusiveMinimum":-9})", "-1e30") ==
          "exclusiveMinimum: must be greater than -9\n");
    CHECK(errors(R"({"type":"integer","maximum":9223372036854775807})", "1e30") ==
          "maximum: must be at most 9223372036854775807\n");
    CHECK(errors(R"({"type":"integer","maximum":1e40})", "1e30") ==
          "type: is out of range: must be at most 18446744073709551615\n");
    CHECK(errors(R"({"type":"integer"})", "1.5") == "type: must be an integer\n");
    CHECK(errors(R"({"format":"int64"})", "1.5") == "format: must be an integer\n");
}

TEST_CASE("errors of alternatives tell what each of them misses") {
    const auto message = [](std::string_view schema, std::string_view instance) {
        return compile(schema).validate(parse(instance)).errors.front().message;
    };
    const std::string contacts =
        R"([{"type":"object","properties":{"phone":{"type":"string"}},"required":["phone"]},
            {"type":"object","properties":{"mail":{"type":"string"}},"required":["mail"]}])";
    CHECK(message(R"({"oneOf":)" + contacts + "}", R"({"phone":1})") ==
          "must match one of the alternatives, but matches none (1: /phone must be a string; 2: "
          "must have the member \"mail\")");
    CHECK(message(R"({"oneOf":)" + contacts + "}", R"({"phone":"1","mail":"m"})") ==
          "must match exactly one of the alternatives, but matches alternatives 1 and 2");
    CHECK(message(R"({"anyOf":)" + contacts + "}", "7") ==
          "must match at least one of the alternatives (1: must be an object; 2: must be an "
          "object)");
    // Those inside of alternatives are not explained in turn.
    CHECK(message(R"({"anyOf":[{"oneOf":[{"type":"string"},{"type":"null"}]},{"type":"null"}]})",
                  "7") ==
          "must match at least one of the alternatives (1: must match one of the alternatives, but "
          "matches none; 2: must be null)");
}

TEST_CASE("errors name the value, the keyword and the place in the schema") {
    const auto schema = compile(
        R"({"$id":"http://x/s","properties":{"a/b":{"items":{"$ref":"#/$defs/n"}},"c":{"not":{}}},
        "required":["d","e"],"additionalProperties":false,"$defs":{"n":{"minimum":5}}})");
    const auto verdict = schema.validate(parse(R"({"a/b":[7,1],"c":1,"x":2})"));
    CHECK_FALSE(verdict.valid);
    std::string out;
    for (const auto& e : verdict.errors) {
        out += e.pointer + '|' + e.keyword + '|' + e.schema_location + '|' + e.message + '\n';
    }
    CHECK(out ==
          "/a~1b/1|minimum|http://x/s#/$defs/n/minimum|must be at least 5\n"
          "/c|not|http://x/s#/properties/c/not|must not match the schema that is excluded\n"
          "/x|additionalProperties|http://x/s#/additionalProperties|unknown member\n"
          "|required|http://x/s#/required|must have the member \"d\"\n"
          "|required|http://x/s#/required|must have the member \"e\"\n");
    CHECK(schema.validate(parse(R"({"x":2})"), Mode::first).errors.size() == 1);
    CHECK(schema.validate(parse(R"({"x":2})"), Mode::verdict).errors.empty());
}

TEST_CASE("errors are capped, and a capped validation is invalid all the same") {
    const auto schema = compile(R"({"items":{"type":"null"}})");
    std::string text = "[0";
    for (int i = 0; i < 100; ++i) text += ",0";
    const auto verdict = schema.validate(parse(text + "]"));
    CHECK_FALSE(verdict.valid);
    CHECK(verdict.errors.size() == Schema::max_errors);
}

TEST_CASE("a schema that can't be compiled says where and why") {
    CHECK(refusal(R"({"properties":{"a":{"$ref":"#/$defs/b"}}})") ==
          "/properties/a/$ref the reference leads nowhere: #/$defs/b");
    CHECK(refusal(R"({"$ref":"http://nowhere/x"})") ==
          "/$ref no such schema document: http://nowhere/x");
    CHECK(refusal(R"({"items":{"type":"int"}})") == "/items/type not a type: \"int\"");
    CHECK(refusal(R"({"minLength":-1})") == "/minLength must be an integer, zero or more");
    CHECK(refusal(R"({"required":["a","a"]})") == "/required names \"a\" twice");
    CHECK(refusal(R"({"allOf":[]})") == "/allOf must be an array of schemas, not empty");
    CHECK(refusal(R"({"properties":{"a":5}})") ==
          "/properties/a a schema must be an object or a boolean");
    CHECK(refusal(R"({"pattern":"a("})") ==
          "/pattern bad pattern \"a(\" at 2: a parenthesis is not closed");
    CHECK(refusal(R"({"multipleOf":0})") == "/multipleOf must be greater than 0");
    CHECK(refusal(R"({"$schema":"http://unknown/dialect"})")
              .starts_with("/$schema the dialect is not known"));
    CHECK(refusal(R"({"$id":"http://x/y#z"})") == "/$id must have no fragment");
    CHECK(refusal("5") == " a schema must be an object or a boolean");
}

TEST_CASE("a meta-schema's vocabularies decide which keywords count") {
    Registry registry;
    registry.add("http://x/meta",
                 parse(R"({"$schema":"https://json-schema.org/draft/2020-12/schema",
        "$vocabulary":{"https://json-schema.org/draft/2020-12/vocab/core":true,
                       "https://json-schema.org/draft/2020-12/vocab/applicator":true,
                       "https://json-schema.org/draft/2020-12/vocab/format-assertion":true}})"));
    registry.add("http://x/strange",
                 parse(R"({"$schema":"https://json-schema.org/draft/2020-12/schema",
        "$vocabulary":{"http://x/unknown":true}})"));
    const Options options{.registry = &registry};
    CHECK(accepts(R"({"$schema":"http://x/meta","minLength":5})", "\"a\"", options));
    CHECK_FALSE(
        accepts(R"({"$schema":"http://x/meta","items":{"format":"ipv4"}})", "[\"a\"]", options));
    CHECK(refusal(R"({"$schema":"http://x/strange"})", options).starts_with("/$schema"));
}
