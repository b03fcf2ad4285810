// Strict authoring: whatever a contract gets wrong is told as file:line:column, with what was meant
// where something is near.
#include <doctest/doctest.h>

#include <string>

#include "tools/contract/load.hpp"

namespace {

using Files = std::vector<std::pair<std::string, std::string>>;

auto faults(Files files) -> std::string {
    strata::tools::Diagnostics diagnostics;
    const auto model = strata::tools::load_texts(std::move(files), diagnostics);
    return diagnostics.to_string();
}

// A contract of the lines, from line 1 on.
auto faults(const std::string& text) -> std::string { return faults(Files{{"shop.schema", text}}); }

struct Case {
    const char* text;
    const char* fault;
};

void check(const std::vector<Case>& cases) {
    for (const Case& each : cases) {
        CAPTURE(each.text);
        CHECK(faults(each.text) == "schemas/shop.schema:" + std::string(each.fault) + "\n");
    }
}

}  // namespace

TEST_CASE("an unknown or misspelt keyword has its place and what was meant") {
    check({
        {"{\n\"$defs\": {\"Name\": {\n  \"type\": \"string\",\n  \"maxLenght\": 3}}}",
         "4:3: error: unknown keyword \"maxLenght\"; did you mean \"maxLength\"?"},
        {"{\"$defs\": {\"Name\": {\"type\": \"strng\"}}}",
         "1:29: error: unknown type \"strng\"; did you mean \"string\"?"},
        {"{\"$defs\": {\"Name\": {\"type\": \"string\", \"format\": \"emial\"}}}",
         "1:49: error: unknown format \"emial\"; did you mean \"email\"?"},
        {"{\"metods\": {}}",
         "1:2: error: unknown field \"metods\" of a contract; did you mean \"methods\"?"},
        {"{\"methods\": {\"find\": {\n \"acess\": \"public\"}}}",
         "2:2: error: unknown field \"acess\" of a method; did you mean \"access\"?"},
    });
}

TEST_CASE("a broken reference has its place and what was meant") {
    check({
        {"{\"$defs\": {\"Name\": {\"type\": \"string\"},\n \"Other\": {\"$ref\": "
         "\"#/$defs/Nmae\"}}}",
         "2:20: error: $ref \"#/$defs/Nmae\" leads to no schema under $defs; did you mean "
         "\"/$defs/Name\"?"},
        {"{\"$defs\": {\"Name\": {\"$ref\": \"shp.schema#/$defs/Name\"}}}",
         "1:29: error: $ref to an unknown contract \"shp.schema\"; did you mean \"shop.schema\"?"},
        {"{\"$defs\": {\"Name\": {\"type\": \"string\"}},\n\"methods\": {\"find\": {\"returns\": "
         "\"Nme\"}}}",
         "2:33: error: unknown type \"Nme\"; did you mean \"Name\"?"},
    });
}

TEST_CASE("what no value can match has its place") {
    check({
        {"{\"$defs\": {\"Note\": {\"type\": \"object\", \"properties\": {\"text\": {\"type\": "
         "\"string\"}},\n  \"required\": [\"txet\"]}}}",
         "2:16: error: \"txet\" is required but no property: no value can match; did you mean "
         "\"text\"?"},
        {"{\"$defs\": {\"Size\": {\"type\": \"integer\", \"minimum\": 5, \"maximum\": 4}}}",
         "1:51: error: minimum is above maximum: no value can match"},
        {"{\"$defs\": {\"Size\": {\"type\": \"number\", \"exclusiveMinimum\": 4, \"maximum\": 4}}}",
         "1:59: error: exclusiveMinimum leaves nothing below maximum: no value can match"},
    });
}

TEST_CASE("a type that requires itself has its place, one that may end has none") {
    const auto type = [](const std::string& node) {
        return R"({"$defs": {"A": {"type": "object", "properties": {"b":
)" + node + R"(}, "required": ["b"]}}})";
    };
    CHECK(
        faults(type(R"({"$ref": "#/$defs/A"})")) ==
        "schemas/shop.schema:2:1: error: \"b\" makes every A hold another A: no value can match\n");
    CHECK(
        faults(
            type(
                R"({"type": "object", "properties": {"c": {"$ref": "#/$defs/A"}}, "required": ["c"]})"))
            .find("no value can match") != std::string::npos);
    CHECK(faults(type(R"({"type": "array", "items": {"$ref": "#/$defs/A"}})")) == "");
    CHECK(faults(type(R"({"anyOf": [{"$ref": "#/$defs/A"}, {"type": "null"}]})")) == "");
    CHECK(faults(type(R"({"type": "object", "properties": {"c": {"$ref": "#/$defs/A"}}})")) == "");
}

TEST_CASE("a number that no double holds has its place") {
    check({{"{\"$defs\": {\"Size\": {\"type\": \"number\", \"maximum\":\n 1e400}}}",
            "2:2: error: a number out of range"}});
}

TEST_CASE("a bad pattern has its place, and that of the mistake in it") {
    check({{"{\"$defs\": {\"Code\": {\"type\": \"string\",\n \"pattern\": \"^[a-z\"}}}",
            "2:13: error: bad pattern: a bracket is not closed at character 6"}});
}

TEST_CASE("a value that its own schema refuses has its place") {
    check({
        {"{\"$defs\": {\"Size\": {\"type\": \"integer\", \"examples\": [1,\n  \"two\"]}}}",
         "2:3: error: the example is not valid: must be an integer"},
        {"{\"$defs\": {\"Size\": {\"type\": \"integer\", \"maximum\": 3, \"default\": 4}}}",
         "1:65: error: the default is not valid: must be at most 3"},
        {"{\"methods\": {\"find\": {\"parameters\": {\"size\": \"integer\"},\n\"examples\": "
         "[{\"parameters\":\n{\"size\": \"x\"}}]}}}",
         "3:10: error: the example is not valid at /size: must be an integer"},
    });
}

TEST_CASE("a type whose name generated code uses is refused at its key") {
    check({
        {"{\"$defs\": {\n  \"Invalid\": {\"type\": \"string\"}}}",
         "2:3: error: \"Invalid\" is a name that generated code uses; did you mean "
         "\"InvalidValue\"?"},
        {"{\"$defs\": {\n  \"NULL\": {\"type\": \"string\"}}}",
         "2:3: error: \"NULL\" is a macro of C++; did you mean \"Null\"?"},
        {"{\"$defs\": {\n  \"orderLine\": {\"type\": \"string\"}}}",
         "2:3: error: a type's name must be in PascalCase, such as \"OrderLine\""},
        {"{\"$defs\": {\"HTTPStatus\": {\"type\": \"string\"},\n \"HttpStatus\": {\"type\": "
         "\"string\"}}}",
         "2:16: error: this needs the C++ name \"HttpStatus\", which schemas/shop.schema:1:26 has "
         "as \"HTTPStatus\""},
        {"{\"$defs\": {\"Send\": {\"type\": \"string\"}},\n\"methods\": {\"send\": {}}}",
         "2:13: error: this needs the C++ name \"Send\", which schemas/shop.schema:1:20 has"},
        {"{\"$defs\": {\"SendErrors\": {\"type\": \"string\"}}, \"errors\": {\"gone\": "
         "{\"message\": "
         "\"Gone\"}},\n\"methods\": {\"send\": {\"errors\": [\"gone\"]}}}",
         "1:26: error: \"SendErrors\" is the set of errors of the method \"send\", so no type can "
         "be called that"},
    });
}

TEST_CASE("the names of the framework are no types of a contract, and may be") {
    for (const char* name : {"Context", "Task", "Uuid", "Topic", "Done", "Db", "Errors"}) {
        CAPTURE(name);
        CHECK(faults("{\"$defs\": {\"" + std::string(name) +
                     "\": {\"type\": \"string\"}}, \"methods\": {\"find\": {\"returns\": \"" +
                     name + "\"}}}") == "");
    }
}

TEST_CASE("an error whose code can't be a struct's name is refused at its key") {
    check({
        {"{\"errors\": {\n  \"status\": {\"message\": \"Bad\"}}}",
         "2:3: error: every error has a member \"status\", so none can be called that; did you "
         "mean \"wrong_status\"?"},
        {"{\"errors\": {\n  \"default\": {\"message\": \"Bad\"}}}",
         "2:3: error: \"default\" is a reserved word of C++, and an error's code becomes a struct; "
         "did you mean \"bad_default\"?"},
    });
}

TEST_CASE("a module whose name is another namespace's or a reserved word is refused") {
    CHECK(faults(Files{{"errors.schema", "{}"}}) ==
          "schemas/errors.schema:1:1: error: a module can't be called \"errors\": the namespace of "
          "that name is another one; did you mean \"my_errors\"?\n");
    CHECK(faults(Files{{"class.schema", "{}"}}) ==
          "schemas/class.schema:1:1: error: \"class\" is a reserved word of C++, and a module's "
          "name becomes a namespace; did you mean \"my_class\"?\n");
    for (const char* name : {"events", "json", "schema", "api", "db", "domain", "strata", "std"}) {
        CAPTURE(name);
        CHECK(faults(Files{{std::string(name) + ".schema", "{}"}}) != "");
    }
    CHECK(faults(Files{{"Shop.schema", "{}"}}).starts_with("schemas/Shop.schema:1:1: error: "));
}

TEST_CASE("a property, a method or a value of an enum that is a keyword of C++ is escaped") {
    strata::tools::Diagnostics diagnostics;
    const auto model = strata::tools::load_texts(
        {{"shop.schema", R"({"$defs": {"Item": {"type": "object", "properties": {
            "class": {"type": "string"}, "decode": {"type": "string"}, "assert": {"type": "string"},
            "std": {"enum": ["new", "used"]}}}}, "methods": {"delete": {}}})"}},
        diagnostics);
    REQUIRE(diagnostics.to_string() == "");
    const auto* item = model.modules[0]->find("Item");
    REQUIRE(item != nullptr);
    std::string names;
    for (const auto& member : item->members) names += member.cpp_name + " ";
    CHECK(names == "class_ decode_ assert_ std_ ");
    CHECK(model.modules[0]->find("ItemStd")->enumerators[0].cpp_name == "new_");
    CHECK(model.modules[0]->methods[0].cpp_name == "delete_");
    // ... and what is then equal is refused.
    check(
        {{"{\"$defs\": {\"Item\": {\"type\": \"object\", \"properties\": {\"class\": {\"type\": "
          "\"string\"},\n \"class_\": {\"type\": \"string\"}}}}}",
          "2:12: error: \"class_\" and \"class\" both become \"class_\" in C++"}});
}

TEST_CASE("a value type of the service's own is a class of the domain, for one named scalar") {
    CHECK(faults("{\"$defs\": {\"Price\": {\"type\": \"integer\", \"cpp\": \"domain::Money\"}}}") ==
          "");
    check({
        {"{\"$defs\": {\"Price\": {\"type\": \"integer\", \"cpp\": \"shop::Money\"}}}",
         "1:48: error: \"cpp\" must name a class of the domain, such as \"domain::Money\""},
        {"{\"$defs\": {\"Price\": {\"type\": \"integer\", \"cpp\": \"domain::money\"}}}",
         "1:48: error: \"cpp\" must name a class of the domain, such as \"domain::Money\""},
        {"{\"$defs\": {\"Price\": {\"type\": \"array\", \"cpp\": \"domain::Money\"}}}",
         "1:46: error: \"cpp\" names the class of a text, a number, an id or another scalar"},
        {"{\"$defs\": {\"Price\": {\"type\": \"integer\", \"cpp\": \"domain::Money\"}, \"Fee\": "
         "{\"type\": \"integer\",\n\"cpp\": \"domain::Money\"}}}",
         "2:8: error: domain::Money is the class of another type already: "
         "schemas/shop.schema:1:48"},
        {"{\"$defs\": {\"Item\": {\"type\": \"object\", \"properties\": {\"price\": {\"type\": "
         "\"integer\",\n\"cpp\": \"domain::Money\"}}}}}",
         "2:8: error: \"cpp\" stands in $defs: give the type a name of its own"},
    });
}

TEST_CASE("what is sensitive has no place in a path, a query, a lock or an error") {
    const std::string secret =
        "{\"$defs\": {\"Pin\": {\"type\": \"string\", \"sensitive\": true}, "
        "\"Box\": {\"type\": \"object\", \"properties\": {\"pin\": {\"$ref\": "
        "\"#/$defs/Pin\"}}}},\n";
    const auto told = [&](const std::string& rest) { return faults(secret + rest + "}"); };
    CHECK(told(R"("methods": {"open": {"parameters": {"pin": "Pin", "box": "Box"}}})") == "");
    CHECK(told(R"("methods": {"open": {"parameters": {"pin": "Pin"}, "http": "PUT /boxes/{pin}"}})")
              .ends_with("\"pin\" is sensitive, so it can't be in a path or a query\n"));
    CHECK(told(R"("methods": {"open": {"parameters": {"pin": "Pin"}, "http": "GET /boxes",
                  "transaction": "read"}})")
              .ends_with("\"pin\" is sensitive, so it can't be in a path or a query\n"));
    CHECK(told(R"("methods": {"open": {"parameters": {"box": "Box"}, "http": "GET /boxes",
                  "transaction": "read"}})")
              .ends_with("\"box\" is sensitive, so it can't be in a path or a query\n"));
    CHECK(told(R"("methods": {"open": {"parameters": {"pin": "Pin"}, "lock": "box/{pin}"}})")
              .ends_with("\"pin\" is sensitive, and keys are told: lock by another\n"));
    CHECK(told(R"("errors": {"wrong": {"message": "Wrong", "data": "Box"}})")
              .ends_with("an error can't carry what is sensitive\n"));
}

TEST_CASE("one path over HTTP belongs to one method, but for versions of a module") {
    check(
        {{"{\"methods\": {\"a\": {\"http\": \"POST /x/{id}\", \"parameters\": {\"id\": "
          "\"string\"}},\n"
          "\"b\": {\"http\": \"POST /x/{key}\", \"parameters\": {\"key\": \"string\"}}}}",
          "2:1: error: POST /x/{key} is the path of shop/a already: schemas/shop.schema:1:14"}});
    const std::string place = R"({"methods": {"place": {"http": "POST /orders"}}})";
    CHECK(faults(Files{{"shop.schema", place}, {"shop.2.schema", place}}) == "");
    CHECK(faults(Files{{"shop.schema", place}, {"store.schema", place}}) ==
          "schemas/store.schema:1:14: error: POST /orders is the path of shop/place already: "
          "schemas/shop.schema:1:14\n");
}
