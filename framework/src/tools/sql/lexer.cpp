#include "tools/sql/lexer.hpp"

#include <algorithm>

namespace strata::tools::sql {
namespace {

auto is_letter(char c) -> bool {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }
auto is_word(char c) -> bool { return is_letter(c) || is_digit(c); }
auto is_number(char c) -> bool { return is_word(c) || c == '.'; }
auto is_space(char c) -> bool {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

}  // namespace

auto line_at(std::string_view source, std::size_t offset) -> std::size_t {
    const std::string_view before = source.substr(0, offset);
    return static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1;
}

auto Lexer::peek(std::size_t ahead) const -> char {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0';
}

auto Lexer::take(TokenKind kind, std::size_t length) -> Token {
    length = std::min(length, rest().size());
    const Token token{kind, source_.substr(at_, length), at_};
    at_ += length;
    return token;
}

auto Lexer::take_while(TokenKind kind, bool (*belongs)(char), std::size_t from) -> Token {
    std::size_t length = from;
    while (at_ + length < source_.size() && belongs(source_[at_ + length])) ++length;
    return take(kind, length);
}

// The end doubled is part of the text; so is whatever follows a backslash, where that escapes.
auto Lexer::take_quoted(TokenKind kind, char end, std::size_t from, bool backslash) -> Token {
    for (std::size_t i = from; at_ + i < source_.size(); ++i) {
        if (backslash && peek(i) == '\\') {
            ++i;
        } else if (peek(i) == end) {
            if (end == ']' || peek(i + 1) != end) return take(kind, i + 1);
            ++i;
        }
    }
    return take(TokenKind::broken, rest().size());
}

auto Lexer::take_comment() -> Token {
    if (rest().starts_with("--"))
        return take_while(TokenKind::comment, [](char c) { return c != '\n'; });
    std::size_t depth = 0;
    for (std::size_t i = 0; at_ + i < source_.size(); ++i) {
        const std::string_view two = rest().substr(i, 2);
        if (two == "/*") {
            ++depth, ++i;
        } else if (two == "*/") {
            if (--depth == 0) return take(TokenKind::comment, i + 2);
            ++i;
        }
    }
    return take(TokenKind::broken, rest().size());
}

auto Lexer::take_dollar() -> Token {
    if (is_digit(peek(1))) return take_while(TokenKind::position, &is_digit, 1);
    std::size_t tag = 1;
    while (is_word(peek(tag))) ++tag;
    if (peek(tag) != '$') return take(TokenKind::symbol, 1);
    const std::string_view quote = rest().substr(0, tag + 1);
    const std::size_t end = rest().find(quote, quote.size());
    if (end == std::string_view::npos) return take(TokenKind::broken, rest().size());
    return take(TokenKind::text, end + quote.size());
}

auto Lexer::take_colon() -> Token {
    if (peek(1) == ':') return take(TokenKind::symbol, 2);
    if (after_operand_ || !is_letter(peek(1))) return take(TokenKind::symbol, 1);
    Token token = take_while(TokenKind::parameter, &is_word, 1);
    token.text.remove_prefix(1);
    return token;
}

auto Lexer::take_word() -> Token {
    const bool quoted = peek(1) == '\'';
    const char first = peek();
    if (quoted && (first == 'E' || first == 'e'))
        return take_quoted(TokenKind::text, '\'', 2, true);
    if (quoted && std::string_view("xXbBnN").find(first) != std::string_view::npos) {
        return take_quoted(TokenKind::text, '\'', 2);
    }
    return take_while(TokenKind::word, [](char c) { return is_word(c) || c == '$'; });
}

auto Lexer::next() -> std::optional<Token> {
    if (at_ >= source_.size()) return std::nullopt;
    const char c = peek();
    const bool after_operand = after_operand_;
    Token token;
    if (is_space(c)) {
        token = take_while(TokenKind::space, &is_space);
    } else if (rest().starts_with("--") || rest().starts_with("/*")) {
        token = take_comment();
    } else if (c == '\'') {
        token = take_quoted(TokenKind::text, '\'', 1);
    } else if (c == '"' || c == '`') {
        token = take_quoted(TokenKind::quoted, c, 1);
    } else if (c == '[' && !after_operand && is_letter(peek(1))) {
        token = take_quoted(TokenKind::quoted, ']', 1);
    } else if (c == '$') {
        token = take_dollar();
    } else if (c == ':') {
        token = take_colon();
    } else if (is_letter(c)) {
        token = take_word();
    } else if (is_digit(c)) {
        token = take_while(TokenKind::number, &is_number);
    } else if ((c == '@' && is_letter(peek(1))) || (c == '?' && is_digit(peek(1)))) {
        token = take_while(TokenKind::position, &is_word, 1);
    } else {
        token = take(TokenKind::symbol, 1);
    }
    after_operand_ = token.kind == TokenKind::word || token.kind == TokenKind::number ||
                     token.kind == TokenKind::quoted || token.is_symbol(")") ||
                     token.is_symbol("]");
    return token;
}

}  // namespace strata::tools::sql
