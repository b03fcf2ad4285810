#include "tools/sql/engine_text.hpp"

#include <algorithm>
#include <optional>

#include "tools/sql/alias_mark.hpp"
#include "tools/sql/lexer.hpp"

namespace strata::tools::sql {
namespace {

using Tokens = std::vector<Token>;

auto tokens_of(std::string_view source) -> Tokens {
    Tokens tokens;
    Lexer lexer(source);
    while (const auto token = lexer.next()) tokens.push_back(*token);
    return tokens;
}

auto is_word(const Token& token, std::string_view upper) -> bool {
    return token.kind == TokenKind::word &&
           std::ranges::equal(token.text, upper, [](char x, char y) {
               return (x >= 'a' && x <= 'z' ? static_cast<char>(x - 'a' + 'A') : x) == y;
           });
}

// The first at or after `at` that is no space; the end if there is none.
auto solid(const Tokens& tokens, std::size_t at) -> std::size_t {
    while (at < tokens.size() && is_blank(tokens[at])) ++at;
    return at;
}

auto is_symbol(const Tokens& tokens, std::size_t at, std::string_view symbol) -> bool {
    return at < tokens.size() && tokens[at].is_symbol(symbol);
}

auto is_list(const Tokens& tokens, std::size_t at) -> bool {
    return tokens[at].kind == TokenKind::parameter && is_symbol(tokens, at + 1, ".") &&
           is_symbol(tokens, at + 2, ".") && is_symbol(tokens, at + 3, ".");
}

// `[NOT] IN (:ids...)`, in tokens.
struct InList {
    bool negated = false;
    std::size_t parameter = 0;
    std::size_t end = 0;  // behind the bracket
};

auto in_list(const Tokens& tokens, std::size_t at) -> std::optional<InList> {
    InList found{.negated = is_word(tokens[at], "NOT")};
    if (found.negated) at = solid(tokens, at + 1);
    if (at == tokens.size() || !is_word(tokens[at], "IN")) return std::nullopt;
    at = solid(tokens, at + 1);
    if (!is_symbol(tokens, at, "(")) return std::nullopt;
    found.parameter = solid(tokens, at + 1);
    if (found.parameter == tokens.size() || !is_list(tokens, found.parameter)) return std::nullopt;
    at = solid(tokens, found.parameter + 4);
    if (!is_symbol(tokens, at, ")")) return std::nullopt;
    found.end = at + 1;
    return found;
}

// The one `VALUES (...)` of a batch, in tokens.
struct Row {
    std::size_t values = 0;
    std::size_t open = 0;
    std::size_t close = 0;

    [[nodiscard]] auto holds(std::size_t at) const -> bool { return at > open && at < close; }
};

auto closing(const Tokens& tokens, std::size_t open) -> std::size_t {
    std::size_t depth = 0;
    for (std::size_t at = open; at < tokens.size(); ++at) {
        if (tokens[at].is_symbol("(")) ++depth;
        if (tokens[at].is_symbol(")") && --depth == 0) return at;
    }
    return tokens.size();
}

auto row_of(const Tokens& tokens) -> std::optional<Row> {
    const auto found =
        std::ranges::find_if(tokens, [](const Token& token) { return is_word(token, "VALUES"); });
    if (found == tokens.end()) return std::nullopt;
    Row row{.values = static_cast<std::size_t>(found - tokens.begin())};
    row.open = solid(tokens, row.values + 1);
    if (!is_symbol(tokens, row.open, "(")) return std::nullopt;
    row.close = closing(tokens, row.open);
    if (row.close == tokens.size()) return std::nullopt;
    return row;
}

class Writer final {
  public:
    Writer(std::string_view source, SqlEngine engine, const ParameterOrder& order)
        : tokens_(tokens_of(source)), engine_(engine), order_(order) {
        if (order.batch && engine == SqlEngine::postgres) row_ = row_of(tokens_);
    }

    auto write() -> std::string {
        for (std::size_t at = 0; at < tokens_.size();) at = write(at);
        return std::move(sql_);
    }

  private:
    auto write(std::size_t at) -> std::size_t {
        if (const auto list = in_list(tokens_, at)) return write_list(at, *list);
        if (row_ && at == row_->values) {
            sql_ += "SELECT";
            return at + 1;
        }
        if (row_ && at == row_->open) return at + 1;
        if (row_ && at == row_->close) {
            write_source();
            return at + 1;
        }
        write_token(at);
        return at + 1;
    }
    // Lines stay where they are, so that an error is told with its own.
    auto write_list(std::size_t at, const InList& list) -> std::size_t {
        const std::string parameter = number(tokens_[list.parameter].text);
        if (engine_ == SqlEngine::sqlite) {
            sql_ += std::string(list.negated ? "NOT IN" : "IN") + " (SELECT value FROM json_each(" +
                    parameter + "))";
        } else {
            sql_ += (list.negated ? "<> ALL (" : "= ANY (") + parameter + ")";
        }
        for (; at < list.end; ++at)
            sql_.append(static_cast<std::size_t>(std::ranges::count(tokens_[at].text, '\n')), '\n');
        before_ = tokens_[list.end - 1];
        return list.end;
    }
    void write_source() {
        std::string numbers;
        std::string names;
        for (const std::string& name : order_.names) {
            numbers += (numbers.empty() ? "" : ", ") + number(name);
            names += (names.empty() ? "\"" : ", \"") + name + '"';
        }
        sql_ += " FROM unnest(" + numbers + ") AS batch (" + names + ")";
    }
    void write_token(std::size_t at) {
        const Token& token = tokens_[at];
        if (token.kind == TokenKind::parameter) {
            sql_ += row_ && row_->holds(at) ? "batch.\"" + std::string(token.text) + '"'
                                            : number(token.text);
        } else if (const auto alias = alias_mark(before_, token)) {
            sql_ += '"' + std::string(alias->name) + '"';
        } else {
            sql_ += token.text;
        }
        if (!is_blank(token)) before_ = token;
    }
    [[nodiscard]] auto number(std::string_view name) const -> std::string {
        const auto found = std::ranges::find(order_.names, name);
        return (engine_ == SqlEngine::sqlite ? '?' : '$') +
               std::to_string(found - order_.names.begin() + 1);
    }

    const Tokens tokens_;
    const SqlEngine engine_;
    const ParameterOrder& order_;
    std::optional<Row> row_{};
    std::string sql_{};
    Token before_{};
};

}  // namespace

auto engine_text(const QueryText& text, SqlEngine engine, const ParameterOrder& order)
    -> std::string {
    return Writer(text.source, engine, order).write();
}

auto list_error(std::string_view source) -> std::string {
    const Tokens tokens = tokens_of(source);
    std::size_t end = 0;
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (const auto list = in_list(tokens, at)) end = std::max(end, list->end);
        if (is_list(tokens, at) && at >= end) {
            return "a list stands in IN (:" + std::string(tokens[at].text) + "...) alone";
        }
    }
    return "";
}

auto batch_error(std::string_view source) -> std::string {
    const Tokens tokens = tokens_of(source);
    if (tokens.empty() || !is_word(tokens.front(), "INSERT"))
        return "many rows are for an INSERT ... VALUES (...)";
    const auto row = row_of(tokens);
    if (!row) return "many rows need VALUES with one row in brackets";
    if (is_symbol(tokens, solid(tokens, row->close + 1), ","))
        return "many rows need VALUES with one row, which stands for each of them";
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (tokens[at].kind != TokenKind::parameter || row->holds(at)) continue;
        return ":" + std::string(tokens[at].text) +
               " stands outside of VALUES (...), where there is no single row";
    }
    return "";
}

}  // namespace strata::tools::sql
