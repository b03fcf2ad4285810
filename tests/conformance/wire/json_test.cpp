#include <doctest/doctest.h>

#include "wire/wire_cases.hpp"

using namespace wire;
using namespace std::string_literals;

namespace {

auto document(std::string_view text) -> std::string { return post_json("/document", text); }

}  // namespace

TEST_CASE("well-formed documents") {
    std::vector<Case> cases;
    for (std::string text :
         {"{}", "[]", "null", "true", "false", "0", "-0", "1.5", "-1.5e-3", "1E+2", "\"\"",
          " {\t\"a\" :\r\n[1, 2 , {}]} ", "\"\\u00e9\\ud83d\\ude00\\n\\/\\\"\"",
          "\"\xc3\xa9\xf0\x9f\x98\x80\"", "[[[[[[[[[[[[]]]]]]]]]]]]", "{\"\":{\"\":[]}}",
          "123456789012345678901234567890", "\"\x7f\""}) {
        cases.push_back({document(text), "200"});
    }
    cases.push_back({document(std::string(64, '[') + std::string(64, ']')), "200"});
    cases.push_back({document("\"" + std::string(60000, 'x') + "\""), "200"});
    check_cases(shared_server(), cases);
}

TEST_CASE("malformed documents are refused, and the connection goes on") {
    std::vector<Case> cases;
    for (std::string text : {""s,
                             " "s,
                             "{"s,
                             "}"s,
                             "["s,
                             "[1,]"s,
                             "[,1]"s,
                             "[1 2]"s,
                             "{\"a\":1,}"s,
                             "{\"a\"}"s,
                             "{a:1}"s,
                             "{\"a\":1 \"b\":2}"s,
                             "{'a':1}"s,
                             "{\"a\":}"s,
                             "{,}"s,
                             "nul"s,
                             "True"s,
                             "NaN"s,
                             "Infinity"s,
                             "-"s,
                             "+1"s,
                             "01"s,
                             "1."s,
                             ".5"s,
                             "1e"s,
                             "1e+"s,
                             "0x1"s,
                             "1e400"s,
                             "\"a"s,
                             "\"\\x\""s,
                             "\"\\u12\""s,
                             "\"\\ud800\""s,
                             "\"\\ude00\\ud83d\""s,
                             "\"a\nb\""s,
                             "\"a\tb\""s,
                             "\"\0\""s,
                             "\"\xff\""s,
                             "\"\xc0\x80\""s,
                             "\"\xed\xa0\x80\""s,
                             "\"\xf4\x90\x80\x80\""s,
                             "\xef\xbb\xbf{}"s,
                             "{} {}"s,
                             "{}x"s,
                             "/* */{}"s,
                             "{}//"s,
                             "{\"a\":1,\"a\":2}"s,
                             "{\"a\":1,\"\\u0061\":2}"s,
                             "\0"s,
                             "[1]\0"s}) {
        cases.push_back({document(text), "400"});
    }
    cases.push_back({document(std::string(60000, '[')), "400"});
    cases.push_back({document(std::string(65, '[') + std::string(65, ']')), "400"});
    std::string deep;
    for (int i = 0; i < 10000; ++i) deep += "{\"a\":";
    cases.push_back({document(deep), "400"});
    check_cases(shared_server(), cases);
}
