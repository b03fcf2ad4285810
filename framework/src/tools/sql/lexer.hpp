#pragma once
// Lexer: SQL of SQLite and PostgreSQL in pieces, as far as it takes to find parameters, comments
// and the ends of statements: what stands in strings, quoted names, comments and dollar quotes is
// never mistaken for them. Pure.
#include <cstddef>
#include <optional>
#include <string_view>

namespace strata::tools::sql {

enum class TokenKind {
    word,       // SELECT, room_id
    quoted,     // "name", `name`, [name]
    text,       // 'it''s', E'\'', $$...$$, $tag$...$tag$
    number,     // 1, 1.5e3
    parameter,  // :name; text holds the name alone
    position,   // ?, ?1, $1, @name: a parameter that is not ours
    comment,    // -- to the end of its line, /* nested as in PostgreSQL */
    symbol,     // one character, or ::
    space,
    broken,  // a string, name or comment without an end
};

struct Token {
    TokenKind kind = TokenKind::symbol;
    std::string_view text{};
    std::size_t offset = 0;  // of its first character in the source

    [[nodiscard]] auto is_symbol(std::string_view symbol) const -> bool {
        return kind == TokenKind::symbol && text == symbol;
    }
};

class Lexer final {
  public:
    explicit Lexer(std::string_view source) : source_(source) {}

    // Nothing at the end.
    [[nodiscard]] auto next() -> std::optional<Token>;

  private:
    [[nodiscard]] auto peek(std::size_t ahead = 0) const -> char;
    [[nodiscard]] auto rest() const -> std::string_view { return source_.substr(at_); }
    auto take(TokenKind kind, std::size_t length) -> Token;
    auto take_while(TokenKind kind, bool (*belongs)(char), std::size_t from = 0) -> Token;
    auto take_quoted(TokenKind kind, char end, std::size_t from, bool backslash = false) -> Token;
    auto take_comment() -> Token;
    auto take_dollar() -> Token;
    auto take_colon() -> Token;
    auto take_word() -> Token;

    std::string_view source_;
    std::size_t at_ = 0;
    bool after_operand_ =
        false;  // after a name, a number or a closing bracket: `a[1:n]` holds no parameter
};

[[nodiscard]] auto line_at(std::string_view source, std::size_t offset) -> std::size_t;  // from 1

}  // namespace strata::tools::sql
