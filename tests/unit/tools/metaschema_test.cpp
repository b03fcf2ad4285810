// Metaschema notation: which values a definition takes, as the npm package of that name has it, and
// what is refused where.
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "strata/schema/schema.hpp"
#include "tools/contract/closed_schema.hpp"
#include "tools/contract/load.hpp"
#include "tools/metaschema/data_reader.hpp"
#include "tools/metaschema/meta_module.hpp"
#include "tools/metaschema/nodes.hpp"

using namespace strata;
using namespace strata::tools;

namespace {

using Types = std::vector<std::pair<std::string, std::string>>;

// The types as the compiled validator takes them; the first is the one that is asked for.
auto compile(const Types& types, Diagnostics& diagnostics) -> schema::Schema {
    MetaModule metaschema(diagnostics);
    for (const auto& [name, text] : types) {
        auto node = parse_data(name + ".schema", text, diagnostics);
        if (node) metaschema.add_type(name, *std::move(node));
    }
    Node root = object_node({});
    add(root, "$defs", metaschema.definitions());
    Sources sources(diagnostics);
    auto module = std::make_unique<Module>();
    module->cpp_name = "shop";
    const auto owner = sources.add(std::move(module), "shop.schema", std::move(root));
    const auto target = sources.resolve_name(sources.all().front(), types.front().first, {});
    REQUIRE(diagnostics.to_string() == "");
    const schema::Options options{.assert_format = true, .bounded_integers = true};
    return schema::Schema::compile(closed_schema(sources, target), options).value();
}

struct Case {
    const char* definition;
    std::vector<const char*> valid;
    std::vector<const char*> invalid;
};

void check(const Types& types, const std::vector<const char*>& valid,
           const std::vector<const char*>& invalid) {
    Diagnostics diagnostics;
    const auto schema = compile(types, diagnostics);
    for (const char* value : valid) {
        CAPTURE(types.front().second);
        CAPTURE(value);
        CHECK(schema.is_valid(json::Json::parse(value).value()));
    }
    for (const char* value : invalid) {
        CAPTURE(types.front().second);
        CAPTURE(value);
        CHECK_FALSE(schema.is_valid(json::Json::parse(value).value()));
    }
}

void check(const std::vector<Case>& cases) {
    for (const Case& each : cases) check({{"Thing", each.definition}}, each.valid, each.invalid);
}

// What is wrong with a service of these files.
auto faults(const Types& files) -> std::string {
    Diagnostics diagnostics;
    const auto model = load_texts(files, diagnostics);
    return diagnostics.to_string();
}

auto fault(const std::string& definition) -> std::string {
    return faults({{"shop/Thing.schema", definition}});
}

}  // namespace

TEST_CASE("scalars") {
    check({
        {"('string')", {R"("value")", R"("")"}, {"1917", "true", "{}", "null"}},
        {"({ type: 'string' })", {R"("value")"}, {"1917", "true", "{}"}},
        {"('text')", {R"("value")"}, {"1"}},
        {"('number')", {"1", "-1.5"}, {R"("1")", "null"}},
        {"('bigint')", {"1", "9007199254740993"}, {"1.5", R"("1")"}},
        {"('boolean')", {"true", "false"}, {"0", R"("true")"}},
        {"('json')", {"{}", R"({"a": [1]})", "[]", "[null]"}, {"1", R"("a")", "null", "true"}},
        {"('datetime')", {R"("2026-01-02T03:04:05Z")"}, {R"("2026-01-02")", "1"}},
        {"('date')", {R"("2026-01-02")"}, {R"("2026-02-30")"}},
        {"('time')", {R"("03:04:05Z")"}, {R"("25:00:00Z")"}},
        {"('uuid')", {R"("0190c8a4-0000-7000-8000-000000000001")"}, {R"("0190c8a4")"}},
    });
}

TEST_CASE("structs are closed, and their fields required") {
    check({
        {"({ a: 'string', b: 'number' })",
         {R"({"a": "x", "b": 1})"},
         {R"({"a": "x"})", "{}", R"({"a": "x", "b": 1, "c": 2})", R"({"a": 1, "b": 1})", "[]"}},
        {"({ name: { first: 'string', third: '?string' }, levelOne: { levelTwo: { levelThree: { "
         "type: 'enum', enum: [1, 2, 3] } } } })",
         {R"({"name": {"first": "a"}, "levelOne": {"levelTwo": {"levelThree": 1}}})"},
         {R"({"name": {"first": "a"}, "levelOne": {"levelTwo": {"levelThree": 4}}})",
          R"({"name": {"first": "a", "x": 1}, "levelOne": {"levelTwo": {"levelThree": 1}}})",
          R"({"name": {}, "levelOne": {"levelTwo": {"levelThree": 1}}})"}},
    });
}

TEST_CASE("an optional field may be absent or null, in each of its spellings") {
    for (const char* definition :
         {"({ a: '?string' })", "({ a: { type: 'string', required: false } })",
          "({ a: { type: '?string' } })", "({ 'a?': 'string' })",
          "({ 'a?': { type: 'string', required: true } })"}) {
        check({{definition,
                {"{}", R"({"a": null})", R"({"a": "x"})"},
                {R"({"a": 1})", R"({"a": ["x"]})"}}});
    }
    check({{"({ a: 'string', b: '?string' })", {R"({"a": "x", "b": null})"}, {R"({"a": null})"}}});
    check({{"('?string')", {"null", R"("x")"}, {"1"}}});
}

TEST_CASE("length in each of its spellings, of texts, numbers and collections") {
    check({
        {"({ type: 'string', length: 3 })", {R"("")", R"("abc")"}, {R"("abcd")"}},
        {"({ type: 'string', length: [2, 3] })", {R"("ab")", R"("abc")"}, {R"("a")", R"("abcd")"}},
        {"({ type: 'string', length: { min: 2 } })", {R"("ab")"}, {R"("a")"}},
        {"({ type: 'string', length: { max: 2 } })", {R"("")"}, {R"("abc")"}},
        {"({ type: 'number', length: { min: 2, max: 3.5 } })", {"2", "3.5"}, {"1.9", "4"}},
        {"({ type: 'number', length: 3 })", {"3", "-100"}, {"4"}},
        {"({ type: 'bigint', length: [-1, 3] })", {"-1", "3"}, {"-2", "4"}},
        {"({ array: 'number', length: 2 })", {"[]", "[1, 2]"}, {"[1, 2, 3]"}},
        {"({ set: 'number', length: [1, 2] })", {"[1, 2]"}, {"[]", "[1, 2, 3]"}},
        {"({ object: { string: 'number' }, length: { min: 2, max: 2 } })",
         {R"({"a": 1, "b": 2})"},
         {R"({"a": 1})", R"({"a": 1, "b": 2, "c": 3})"}},
    });
}

TEST_CASE("collections in their short and long forms") {
    check({
        {"({ array: 'number' })", {"[1, 2, 3]", "[]"}, {R"(["uno", 2])", "{}", "1"}},
        {"({ type: 'array', value: 'number' })", {"[1]"}, {R"(["uno"])"}},
        {"({ array: { array: 'number' } })", {"[[1], [2, 3], []]"}, {"[1]", R"([["a"]])"}},
        {"({ array: '?number' })", {"[1, null]"}, {R"(["a"])"}},
        {"({ array: { a: 'string' } })", {R"([{"a": "x"}])"}, {R"([{"b": "x"}])"}},
        {"({ set: 'number' })", {"[1, 2, 3]"}, {R"(["uno", 2, 3])", "[1, 1]"}},
        {"({ type: 'set', value: 'number' })", {"[1]"}, {"[1, 1]"}},
        // One that is required is not empty.
        {"({ object: { string: 'string' } })", {R"({"a": "A"})"}, {R"({"a": 1})", "{}", "[]"}},
        {"({ type: 'object', key: 'string', value: 'string' })",
         {R"({"a": "A"})"},
         {R"({"a": 1})"}},
        {"({ 'object?': { string: 'string' } })", {"{}", R"({"a": "A"})", "null"}, {R"({"a": 1})"}},
        {"({ map: { string: 'string' } })", {R"({"a": "A"})"}, {R"({"a": 1})", R"([["a", "A"]])"}},
        {"({ type: 'map', key: 'string', value: 'string' })", {R"({"a": "A"})"}, {"{}"}},
        {"({ object: { string: { array: 'string' } } })", {R"({"k": ["a"]})"}, {R"({"k": "a"})"}},
        {"({ f: { array: 'number', required: false } })",
         {"{}", R"({"f": [1]})", R"({"f": null})"},
         {R"({"f": ["a"]})"}},
    });
}

TEST_CASE("enums, of values of one type or of several") {
    check({
        {"({ enum: ['uno', 'due'] })", {R"("uno")", R"("due")"}, {R"("tre")", "100", "null"}},
        {"({ type: 'enum', enum: [1, 2] })", {"1"}, {"3", R"("1")"}},
        {"({ enum: ['a', 1, true, null] })", {R"("a")", "1", "true", "null"}, {"2", "false"}},
        {"({ f: { enum: ['a'], required: false } })",
         {"{}", R"({"f": "a"})", R"({"f": null})"},
         {R"({"f": "b"})"}},
    });
}

TEST_CASE("tuples have scalars at their places, and may be shorter by what is optional") {
    check({
        {"(['string', 'number'])",
         {R"(["a", 1])"},
         {R"(["a"])", R"([1, "a"])", R"(["a", 1, 2])", "{}"}},
        {"({ tuple: ['string', '?number'] })",
         {R"(["a"])", R"(["a", null])", R"(["a", 1])"},
         {"[]"}},
        {"({ type: 'tuple', value: [{ x: 'number' }, { y: { type: 'number', length: 9 } }] })",
         {"[1, 9]"},
         {"[1, 10]", "[1]"}},
        {"([{ enum: ['a', 'b'] }])", {R"(["a"])"}, {R"(["c"])"}},
    });
}

TEST_CASE("a nested schema is a struct by value") {
    check({{"({ a: { schema: { b: 'string' }, required: false } })",
            {"{}", R"({"a": {"b": "x"}})", R"({"a": null})"},
            {R"({"a": {}})", R"({"a": {"b": 1}})"}}});
    check({{"Thing", "({ a: { schema: 'Other' } })"}, {"Other", "({ b: 'string' })"}},
          {R"({"a": {"b": "x"}})"}, {"{}", R"({"a": {"b": 1}})"});
}

TEST_CASE("a reference takes what the type takes, many an array of it") {
    const std::pair<const char*, const char*> one{"Other", "({ b: 'string' })"};
    for (const char* field : {"'Other'", "{ one: 'Other' }", "{ type: 'Other' }"}) {
        check({{"Thing", "({ a: " + std::string(field) + " })"}, one}, {R"({"a": {"b": "x"}})"},
              {"{}", R"({"a": {"b": 1}})", R"({"a": null})", R"({"a": "id"})"});
    }
    for (const char* field :
         {"'?Other'", "{ one: 'Other', required: false }", "{ type: '?Other' }"}) {
        check({{"Thing", "({ a: " + std::string(field) + " })"}, one},
              {"{}", R"({"a": null})", R"({"a": {"b": "x"}})"}, {R"({"a": {}})"});
    }
    check({{"Thing", "({ a: { many: 'Other' } })"}, one},
          {R"({"a": []})", R"({"a": [{"b": "x"}]})"},
          {"{}", R"({"a": {"b": "x"}})", R"({"a": [{}]})"});
}

TEST_CASE("a stored kind has an identifier, which other types may name; one in memory has none") {
    for (const char* kind :
         {"Entity", "Registry", "Dictionary", "Journal", "Details", "Relation", "View"}) {
        const auto definition = "({ " + std::string(kind) + ": {}, name: 'string' })";
        check({{"Thing", definition}},
              {R"({"name": "n"})", R"({"name": "n", "thingId": "1"})",
               R"({"name": "n", "thingId": null})"},
              {R"({"name": "n", "thingId": 1})", R"({"name": "n", "id": "1"})"});
        check({{"Other", "({ thing: 'ThingId' })"}, {"Thing", definition}}, {R"({"thing": "1"})"},
              {R"({"thing": {"name": "n"}})"});
    }
    for (const char* kind : {"Struct", "Form"}) {
        check({{"Thing", "({ " + std::string(kind) + ": {}, name: 'string' })"}},
              {R"({"name": "n"})"}, {R"({"name": "n", "thingId": "1"})"});
    }
    check({{"Thing", "({ Scalar: {}, type: 'string', length: 3 })"}}, {R"("abc")"}, {R"("abcd")"});
}

TEST_CASE("a projection has the fields that it lists, as their type has them") {
    const std::pair<const char*, const char*> account{
        "Account",
        "({ Registry: {}, login: { type: 'string', length: 5 }, email: '?string', role: { enum: "
        "['a'] }, secret: 'string' })"};
    const Types types{
        {"Card",
         "({ Projection: { schema: 'Account', fields: ['login', 'email', 'accountId'] } })"},
        account};
    check(types, {R"({"login": "ada"})", R"({"login": "ada", "email": null, "accountId": "1"})"},
          {"{}", R"({"login": "too long"})", R"({"login": "ada", "secret": "x"})"});
    // Of another projection, with a field of its own.
    check({{"Small", "({ Projection: { schema: 'Card', fields: ['login'] }, seen: 'number' })"},
           types[0],
           account},
          {R"({"login": "ada", "seen": 1})"}, {R"({"login": "ada"})"});
}

TEST_CASE("indexes are no fields, and name fields") {
    check(
        {{"({ a: 'string', b: { type: 'string', index: true }, byBoth: { index: ['a', 'b'] }, key: "
          "{ unique: ['a'] }, fast: { index: 'gin (a)' } })",
          {R"({"a": "x", "b": "y"})"},
          {R"({"a": "x", "b": "y", "key": "z"})"}}});
    CHECK(fault("({ a: 'string', key: { unique: ['a', 'c'] } })") ==
          "schemas/shop/Thing.schema:1:38: error: the index names no field: \"c\"; did you mean "
          "\"a\"?\n");
}

TEST_CASE("what is unknown or misspelt is told with its place and what was meant") {
    const std::pair<const char*, const char*> cases[] = {
        {"({ a: 'strng' })", "1:7: error: unknown type \"strng\"; did you mean \"string\"?"},
        {"({ a: { type: 'string', lenght: 3 } })",
         "1:25: error: unknown key \"lenght\" of a field of type string; did you mean \"length\"?"},
        {"({ a: { type: 'boolean', length: 3 } })",
         "1:26: error: unknown key \"length\" of a field of type boolean"},
        {"({ a: { array: 'string', uniqe: true } })",
         "1:26: error: unknown key \"uniqe\" of a field of type array; did you mean \"unique\"?"},
        {"({ Entty: {}, a: 'string' })",
         "1:4: error: unknown kind \"Entty\"; did you mean \"Entity\"?"},
        {"({ Entity: { scop: 'local' }, a: 'string' })",
         "1:14: error: unknown key \"scop\" of a kind; did you mean \"scope\"?"},
        {"({ Entity: { scope: 'locl' }, a: 'string' })",
         "1:21: error: unknown scope \"locl\"; did you mean \"local\"?"},
        {"({ Entity: true, a: 'string' })",
         "1:12: error: a kind is told as {} or with its scope, store and allow"},
        {"({ a: 'Thng' })", "1:7: error: unknown type \"Thng\"; did you mean \"Thing\"?"},
        {"({ a: { many: 'Thng' } })",
         "1:15: error: unknown type \"Thng\"; did you mean \"Thing\"?"},
        {"({ a: 'array' })", "1:7: error: \"array\" needs to say of what: {array: ...}"},
        {"({ a: { string: {} } })",
         "1:7: error: \"string\" is a type, not a key: {type: 'string'}"},
        {"({ a: 1 })", "1:7: error: a definition must be a type's name, an object or a tuple"},
        {"({ a: {} })", "1:7: error: a definition must say its type or its fields"},
        {"({ a: { type: 'string', required: 'no' } })",
         "1:35: error: required must be true or false"},
        {"({ a: { type: 'string', length: 'long' } })",
         "1:33: error: length must be a number, [min, max] or {min, max}"},
        {"({ a: { type: 'string', length: { mni: 3 } } })",
         "1:35: error: unknown key \"mni\" of a length; did you mean \"min\"?"},
        {"({ a: { type: 'string', length: -1 } })",
         "1:33: error: a length must be an integer from 0"},
        {"({ a: { object: { number: 'string' } } })",
         "1:17: error: the keys of a JSON object are of type string"},
        {"({ a: { enum: [] } })", "1:15: error: an enum must list its values"},
        {"({ a: { tuple: ['json'] } })", "1:17: error: an element of a tuple must be a scalar"},
        {"({ a: 'string', 'a?': 'string' })", "1:17: error: the field \"a\" is there twice"},
        {"({ type: { enum: ['a'] } })",
         "1:10: error: a type must be a name; a field can't be called \"type\""},
        {"({ Projection: { schema: 'Thng', fields: ['a'] } })",
         "1:26: error: a projection of an unknown type \"Thng\"; did you mean \"Thing\"?"},
        {"({ Scalar: {}, a: 'string' })",
         "1:2: error: a Scalar must say the type of a scalar: {Scalar: {}, type: 'string'}"},
        {"({ a: { type: 'string', validate: (value) => value } })",
         "1:35: error: a function can't be "
         "data: the file is read, never run"},
    };
    for (const auto& [definition, told] : cases) {
        CAPTURE(definition);
        CHECK(fault(definition) == "schemas/shop/Thing.schema:" + std::string(told) + "\n");
    }
    CHECK(faults({{"shop/Card.schema", "({ Projection: { schema: 'Thing', fields: ['nmae'] } })"},
                  {"shop/Thing.schema", "({ name: 'string' })"}}) ==
          "schemas/shop/Card.schema:1:44: error: Thing has no field \"nmae\"; did you mean "
          "\"name\"?\n");
    CHECK(fault("({ a: { type: 'string', required: false, default: 5 } })")
              .find("schemas/shop/Thing.schema:1:51: error: the default is not valid") !=
          std::string::npos);
}

TEST_CASE("a type of another file has the name of a file") {
    CHECK(fault("({ a: 'a..Thing' })") ==
          "schemas/shop/Thing.schema:1:7: error: unknown type \"a..Thing\"; did you mean "
          "\"Thing\"?\n");
    CHECK(fault("({ a: { many: 'a b.Thing' } })") ==
          "schemas/shop/Thing.schema:1:15: error: unknown type \"a b.Thing\"\n");
}

TEST_CASE("files of a folder are types of its module, with those of a contract of that name") {
    Diagnostics diagnostics;
    const auto model = load_texts(
        {{"shop.schema",
          R"({"$defs": {"Note": {"type": "string"}}, "methods": {"find": {"returns": "Order"}}})"},
         {"shop/Order.schema", "({ note: 'Note', buyer: 'auth.Account' })"},
         {"auth/Account.schema", "({ login: 'string' })"},
         {"point.schema", "({ x: 'number' })"},
         {"Person.schema", "({ name: 'string' })"}},
        diagnostics);
    REQUIRE(diagnostics.to_string() == "");
    std::string names;
    for (const auto& module : model.modules) {
        for (const auto& each : module->definitions) {
            names += module->cpp_name + "::" + each->name + " ";
        }
    }
    CHECK(names == "auth::Account model::Person point::Point shop::Note shop::Order shop::Find ");
    CHECK(
        faults({{"shop/order.schema", "({ a: 'string' })"}}) ==
        "schemas/shop/order.schema:1:1: error: a file in a module's folder is a type, and must be "
        "called in PascalCase, such as \"Order.schema\"\n");
    CHECK(
        faults({{"shop.schema", R"({"$defs": {"Order": {"type": "string"}}})"},
                {"shop/Order.schema", "({ a: 'string' })"}})
            .starts_with("schemas/shop/Order.schema:1:2: error: the type \"Order\" is also defined "
                         "in schemas/shop.schema:1:12"));
}
