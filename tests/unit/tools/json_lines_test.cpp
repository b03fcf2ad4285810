// `strata validate --json-lines`: every line is answered, in order, whatever it holds.
#include "tools/validate/json_lines.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <streambuf>
#include <utility>
#include <vector>

using strata::json::Json;
using strata::tools::JsonLines;

namespace {

auto ask(JsonLines& lines, const std::string& line) -> Json {
    const auto answer = lines.answer(line);
    REQUIRE(answer.find('\n') == std::string::npos);
    auto json = Json::parse(answer, 512);
    REQUIRE_MESSAGE(json.has_value(), answer);
    return *std::move(json);
}

auto ask(const std::string& line) -> Json {
    JsonLines lines;
    return ask(lines, line);
}

auto request(const std::string& schema, const std::string& instance, const std::string& more = "")
    -> std::string {
    return R"({"id":1,)" + more + R"("schema":)" + schema + R"(,"instance":)" + instance + "}";
}

auto is_valid(const std::string& schema, const std::string& instance, const std::string& more = "")
    -> bool {
    const auto answer = ask(request(schema, instance, more));
    REQUIRE_MESSAGE(answer.contains("valid"), answer.to_string());
    return answer.at("valid").as_bool();
}

auto repeated(std::string_view text, int times) -> std::string {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
}

// A peer that sends a request only once the one before has been answered, and flushed.
class Peer final : public std::streambuf {
  public:
    Peer(std::vector<std::string> requests, const std::ostringstream& seen, const int& flushes)
        : requests_(std::move(requests)), seen_(seen), flushes_(flushes) {}

  private:
    auto underflow() -> int_type override {
        const std::string answers = seen_.str();
        if (std::ranges::count(answers, '\n') != static_cast<std::ptrdiff_t>(next_) ||
            flushes_ < static_cast<int>(next_)) {
            return traits_type::eof();
        }
        if (next_ == requests_.size()) return traits_type::eof();
        std::string& line = requests_[next_++];
        setg(line.data(), line.data(), line.data() + line.size());
        return traits_type::to_int_type(line.front());
    }

    std::vector<std::string> requests_;
    const std::ostringstream& seen_;
    const int& flushes_;
    std::size_t next_ = 0;
};

class Flushed final : public std::streambuf {
  public:
    Flushed(std::ostringstream& seen, int& flushes) : seen_(seen), flushes_(flushes) {}

  private:
    auto xsputn(const char* text, std::streamsize size) -> std::streamsize override {
        held_.append(text, static_cast<std::size_t>(size));
        return size;
    }
    auto overflow(int_type c) -> int_type override {
        held_ += traits_type::to_char_type(c);
        return c;
    }
    auto sync() -> int override {
        seen_ << std::exchange(held_, {});
        ++flushes_;
        return 0;
    }

    std::ostringstream& seen_;
    int& flushes_;
    std::string held_;
};

}  // namespace

TEST_CASE("an interactive peer has each answer before its next request") {
    std::ostringstream seen;
    int flushes = 0;
    Peer peer({request("true", "1") + "\n", "nonsense\n", request("false", "1") + "\n"}, seen,
              flushes);
    Flushed flushed(seen, flushes);
    std::istream in(&peer);
    std::ostream out(&flushed);
    strata::tools::serve_json_lines(in, out);
    const auto answers = seen.str();
    CHECK(std::ranges::count(answers, '\n') == 3);
    CHECK(flushes == 3);
}

TEST_CASE("an id is any JSON value, and comes back as it is") {
    for (const char* id : {"1", "-7", "1.5", "18446744073709551615", "\"x\\ny\"", "null", "true",
                           "[1,{\"a\":null}]", "{\"a\":[]}"}) {
        CAPTURE(id);
        const auto answer = ask(std::string(R"({"id":)") + id + R"(,"schema":{},"instance":{}})");
        CHECK(answer.at("id") == *Json::parse(id));
        CHECK(answer.at("valid").as_bool());
    }
    CHECK(ask(R"({"schema":true,"instance":1})").at("id").is_null());
}

TEST_CASE("what can't be understood is answered with an error, and its id where it has one") {
    for (const char* line :
         {"", " ", "{", "nonsense", "[1]", "null", "\"x\"", "{\"id\":1", "\xFF\xFE", "{}{}",
          R"({"op":1})", R"({"op":"remotes"})", R"({"op":"remotes","documents":[]})",
          R"({"op":"validate","schema":true,"instance":1})"}) {
        CAPTURE(line);
        const auto answer = ask(line);
        CHECK(answer.at("error").is_string());
        CHECK_FALSE(answer.contains("valid"));
    }
    for (const std::string& rest : {std::string(R"("schema":true)"), std::string(R"("instance":1)"),
                                    std::string(R"("draft":7,"schema":true,"instance":1)"),
                                    std::string(R"("draft":"draft4","schema":true,"instance":1)"),
                                    std::string(R"("format":"yes","schema":true,"instance":1)"),
                                    std::string(R"("schema":true,"instance":{"a":1,"a":2})"),
                                    std::string(R"("schema":true,"instance":"\ud800")"),
                                    std::string(R"("schema":true,"instance":1e999)"),
                                    std::string(R"("schema":true,"instance":NaN)"),
                                    std::string("\"schema\":true,\"instance\":\"\xC0\xAF\""),
                                    R"("schema":true,"instance":)" + repeated("[", 100'000),
                                    R"("schema":)" + repeated(R"({"not":)", 5'000) + "true" +
                                        repeated("}", 5'000) + R"(,"instance":1)"}) {
        CAPTURE(rest.substr(0, 60));
        const auto answer = ask(R"({"id":["a",5],)" + rest + "}");
        CHECK(answer.at("error").is_string());
        CHECK(answer.at("id") == *Json::parse(R"(["a",5])"));
    }
}

TEST_CASE("a schema that can't be compiled is an error, not a verdict") {
    for (const char* schema :
         {R"(5)", R"({"type":"integr"})", R"({"$ref":"#/nowhere"})", R"({"$ref":"#"})",
          R"({"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"$ref":"#"}}})", R"({"pattern":"("})",
          R"({"pattern":"\\p{Nonsense}"})", R"({"minLength":-1})", R"({"minLength":1.5})",
          R"({"multipleOf":0})", R"({"properties":[]})", R"({"allOf":[]})", R"({"required":"a"})",
          R"({"items":7})", R"({"$ref":"http://x/y"})", R"({"$schema":"http://x/unknown"})",
          R"({"additionalProperties":"no"})"}) {
        CAPTURE(schema);
        const auto answer = ask(request(schema, "1"));
        CHECK(answer.at("error").is_string());
        CHECK(answer.at("id").as_int64() == 1);
        CHECK_FALSE(answer.contains("valid"));
    }
}

TEST_CASE("draft and format have their defaults, and are heeded") {
    CHECK_FALSE(is_valid(R"({"prefixItems":[false]})", "[1]"));
    CHECK(is_valid(R"({"prefixItems":[false]})", "[1]", R"("draft":"draft7",)"));
    CHECK_FALSE(is_valid(R"({"items":[false]})", "[1]", R"("draft":"draft7",)"));
    // The schema's own $schema goes first.
    CHECK(is_valid(R"({"$schema":"http://json-schema.org/draft-07/schema#","prefixItems":[false]})",
                   "[1]", R"("draft":"draft2020-12",)"));
    CHECK(is_valid(R"({"format":"ipv4"})", R"("x")"));
    CHECK(is_valid(R"({"format":"ipv4"})", R"("x")", R"("format":false,)"));
    CHECK_FALSE(is_valid(R"({"format":"ipv4"})", R"("x")", R"("format":true,)"));
}

TEST_CASE("the same schema again is not compiled again, and another one is") {
    JsonLines lines;
    const std::string schema = R"({"$ref":"http://x/a"})";
    CHECK(ask(lines, request(schema, "1")).contains("error"));
    CHECK(ask(lines, R"({"op":"remotes","documents":{"http://x/a":{"type":"null"}}})").at("ok") ==
          Json(true));
    CHECK(ask(lines, request(schema, "null")).at("valid").as_bool());
    CHECK_FALSE(ask(lines, request(schema, "1")).at("valid").as_bool());
    CHECK(ask(lines, R"({"op":"remotes","documents":{"http://x/a":{"type":"integer"}}})")
              .at("ok")
              .as_bool());
    CHECK(ask(lines, request(schema, "1")).at("valid").as_bool());
    CHECK_FALSE(ask(lines, request(R"({"format":"date"})", "\"x\"", R"("format":true,)"))
                    .at("valid")
                    .as_bool());
    CHECK(ask(lines, request(R"({"format":"date"})", "\"x\"")).at("valid").as_bool());
    CHECK_FALSE(ask(lines, request(R"({"items":[false]})", "[1]", R"("draft":"draft7",)"))
                    .contains("error"));
    CHECK(ask(lines, request(R"({"items":[false]})", "[1]")).contains("error"));
}

TEST_CASE("big numbers and limits are numbers and limits") {
    CHECK_FALSE(is_valid(R"({"minLength":18446744073709551615})", R"("a")"));
    CHECK_FALSE(is_valid(R"({"minLength":1e300})", R"("a")"));
    CHECK(is_valid(R"({"maxLength":1e300})", R"("a")"));
    CHECK_FALSE(is_valid(R"({"minItems":99999999999999999999})", "[]"));
    CHECK(is_valid(R"({"maxProperties":99999999999999999999})", "{}"));
    CHECK_FALSE(is_valid(R"({"contains":true,"minContains":1e30})", "[1]"));
    CHECK(is_valid(R"({"multipleOf":1e-8})", "12391239123"));
    CHECK_FALSE(is_valid(R"({"type":"integer","multipleOf":0.123456789})", "1e308"));
    CHECK(is_valid(R"({"multipleOf":5e-324})", "1"));
    CHECK(
        is_valid(R"({"type":"integer"})", "12345678910111213141516171819202122232425262728293031"));
    CHECK(is_valid(R"({"maximum":18446744073709551600})", "18446744073709551600"));
    CHECK_FALSE(is_valid(R"({"exclusiveMaximum":972783798187987123879878123.18878137})",
                         "972783798187987123879878123.188781371"));
    CHECK_FALSE(is_valid(R"({"const":9007199254740992})", "9007199254740993"));
}

TEST_CASE("hostile schemas and documents are answered in bounded time") {
    const auto start = std::chrono::steady_clock::now();
    std::string evil = "[\"" + std::string(300, 'a') + "!\"";
    for (int i = 0; i < 3'000; ++i) evil += ",\"" + std::string(300, 'a') + "!\"";
    CHECK_FALSE(is_valid(R"({"items":{"pattern":"^(a+)+$"}})", evil + "]"));
    CHECK_FALSE(is_valid(R"({"items":{"not":{"pattern":"^(a+)+$"}}})", evil + "]"));
    std::string slow = "[\"" + repeated("ab", 3'000) + "\"";
    for (int i = 0; i < 400; ++i) slow += ",\"" + repeated("ab", 3'000) + "\"";
    CHECK_FALSE(is_valid(R"({"items":{"pattern":"(ab?)*[cd]"}})", slow + "]"));
    std::string doubling = R"({"$ref":"#/$defs/d0","$defs":{)";
    for (int i = 0; i < 60; ++i) {
        const auto next = R"({"$ref":"#/$defs/d)" + std::to_string(i + 1) + R"("})";
        doubling += "\"d" + std::to_string(i) + R"(":{"anyOf":[)" + next + "," + next + "]},";
    }
    CHECK_FALSE(is_valid(doubling + R"("d60":false}})", "1"));
    CHECK_FALSE(is_valid(R"({"anyOf":[{"type":"string"},{"$ref":"#"}]})", "1"));
    CHECK(is_valid(R"({"items":{"$ref":"#"}})", repeated("[", 400) + repeated("]", 400)));
    for (const auto& pattern : {repeated("(", 5'000), repeated("(a", 5'000) + repeated(")", 5'000),
                                repeated("(a{1,1000}){1,1000}", 3), repeated("[", 9'000),
                                repeated("a|", 20'000), repeated("\\\\p{L}", 5'000)}) {
        const auto answer = ask(request(R"({"pattern":")" + pattern + "\"}", "\"a\""));
        CHECK((answer.contains("error") || answer.contains("valid")));
    }
    CHECK(is_valid(R"({"pattern":"^\\p{Script=Cyrillic}\\p{Lu}?$"})", "\"я\""));
    CHECK_FALSE(is_valid(R"({"pattern":"^\\p{L}$"})", "\"1\""));
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(60));
}

TEST_CASE("a line may be long, and many lines take little time each") {
    std::string items = "[0";
    for (int i = 0; i < 500'000; ++i) items += ",1";
    CHECK(is_valid(R"({"items":{"type":"integer"}})", items + "]"));
    std::string text;
    for (int i = 0; i < 20'000; ++i) {
        text += request(R"({"type":"object","properties":{"a":{"pattern":"^[a-z]+$"}}})",
                        R"({"a":"abc"})") +
                '\n';
    }
    std::istringstream in(text);
    std::ostringstream out;
    const auto start = std::chrono::steady_clock::now();
    strata::tools::serve_json_lines(in, out);
    const auto took = std::chrono::steady_clock::now() - start;
    const auto answers = out.str();
    CHECK(std::ranges::count(answers, '\n') == 20'000);
    MESSAGE("20,000 lines in ", std::chrono::duration_cast<std::chrono::milliseconds>(took).count(),
            " ms");
    CHECK(took < std::chrono::seconds(30));
}
