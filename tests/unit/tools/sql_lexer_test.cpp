// The SQL lexer: what is a parameter, and what only looks like one.
#include <doctest/doctest.h>

#include <string>

#include "tools/sql/lexer.hpp"

using namespace strata::tools::sql;

namespace {

// The names of the parameters, each followed by a space.
auto parameters(std::string_view sql) -> std::string {
    std::string names;
    Lexer lexer(sql);
    while (const auto token = lexer.next()) {
        if (token->kind == TokenKind::parameter) names.append(token->text).append(" ");
    }
    return names;
}

auto kind_of_first(std::string_view sql) -> TokenKind { return Lexer(sql).next()->kind; }

}  // namespace

TEST_CASE("parameters are found wherever a value can stand") {
    CHECK(parameters("SELECT :a, (:b) FROM t WHERE x=:c AND y<>:d_2") == "a b c d_2 ");
    CHECK(parameters("(sent_at, id) < (:sent_at, :id)") == "sent_at id ");
}

TEST_CASE("what stands in texts, names, comments and dollar quotes is no parameter") {
    CHECK(parameters("':a' 'it''s :b' \"c:d :e\" `x :f` -- :g\n/* :h /* :i */ :j */ :k") == "k ");
    CHECK(parameters("E'\\' :a' :b e'\\\\' :c X'00' :d") == "b c d ");
    CHECK(parameters("$$ :a $$ $tag$ $$ :b $tag$ :c") == "c ");
    CHECK(parameters("[odd :name] :a") == "a ");
}

TEST_CASE("casts and slices are no parameters") {
    CHECK(parameters("x::uuid :a::text") == "a ");
    CHECK(parameters("list[1:n] names[first:last]") == "");
}

TEST_CASE("a quote or comment without an end is broken") {
    for (const char* sql :
         {"'a", "\"a", "`a", "/* a /* b */", "$$ a", "$t$ a $$", "E'a\\'", "'a''"}) {
        CAPTURE(sql);
        CHECK(kind_of_first(sql) == TokenKind::broken);
    }
}

TEST_CASE("other engines' parameters are told apart, PostgreSQL's operators with ? are not") {
    CHECK(kind_of_first("?1") == TokenKind::position);
    CHECK(kind_of_first("$12") == TokenKind::position);
    CHECK(kind_of_first("@name") == TokenKind::position);
    CHECK(kind_of_first("? 'key'") == TokenKind::symbol);
    CHECK(kind_of_first("@> x") == TokenKind::symbol);
}

TEST_CASE("the tokens are the source, nothing lost") {
    const std::string sql = "SELECT a.b, 'x' || :p::text -- end\nFROM \"t\" WHERE n >= 1.5e3;";
    std::string joined;
    Lexer lexer(sql);
    while (const auto token = lexer.next()) {
        joined.append(token->kind == TokenKind::parameter ? ":" : "").append(token->text);
    }
    CHECK(joined == sql);
}
