#include "tools/sql/query_parser.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "tools/sql/lexer.hpp"
#include "tools/sql/signature_parser.hpp"

namespace strata::tools::sql {
namespace {

constexpr std::array<std::string_view, 7> verbs{"SELECT", "INSERT", "UPDATE", "DELETE",
                                                "WITH",   "VALUES", "REPLACE"};

auto trimmed(std::string_view text) -> std::string_view {
    constexpr std::string_view space = " \t\r\n";
    const std::size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

auto equals_ignoring_case(std::string_view a, std::string_view upper) -> bool {
    return std::ranges::equal(a, upper, [](char x, char y) {
        return (x >= 'a' && x <= 'z' ? static_cast<char>(x - 'a' + 'A') : x) == y;
    });
}

class QueryParser final {
  public:
    QueryParser(std::string_view source, const std::string& file, Diagnostics& diagnostics)
        : source_(source), file_(file), diagnostics_(diagnostics) {}

    auto parse() -> std::vector<Query> {
        Lexer lexer(source_);
        while (const auto token = lexer.next()) take(*token);
        finish();
        return std::move(queries_);
    }

  private:
    [[nodiscard]] auto at(std::size_t offset) const -> Location {
        return {.file = file_, .line = line_at(source_, offset)};
    }
    void error(std::size_t offset, const std::string& message) {
        diagnostics_.error(at(offset), message);
        broken_ = true;
    }

    void take(const Token& token) {
        switch (token.kind) {
            case TokenKind::comment: return take_comment(token);
            case TokenKind::broken: return error(token.offset, "a quote or comment without an end");
            case TokenKind::position:
                return error(token.offset,
                             "parameters are written :name, not " + std::string(token.text));
            case TokenKind::space:
                if (!sql_.empty()) sql_ += token.text;
                return;
            default: break;
        }
        if (!query_) {
            if (!broken_) error(token.offset, "SQL before the first `-- name: NAME :KIND`");
            return;
        }
        take_sql(token);
    }

    // A header begins a query; right under it comments describe it; elsewhere they are dropped.
    void take_comment(const Token& token) {
        constexpr std::string_view mark = "name:";
        const bool line = token.text.starts_with("--");
        const std::string_view text = trimmed(token.text.substr(2));
        if (line && text.starts_with(mark)) {
            finish();
            begin(text.substr(mark.size()), token.offset);
        } else if (line && query_ && sql_.empty()) {
            query_->description.emplace_back(text);
        } else if (!sql_.empty()) {
            drop_comment(token.text);
        }
    }

    // Lines stay where they are, and words apart.
    void drop_comment(std::string_view comment) {
        while (sql_.ends_with(' ') || sql_.ends_with('\t')) sql_.pop_back();
        sql_.append(static_cast<std::size_t>(std::ranges::count(comment, '\n')), '\n');
        if (comment.starts_with("/*")) sql_ += ' ';
    }

    void begin(std::string_view header, std::size_t offset) {
        Header parsed = parse_header(header);
        query_.emplace();
        query_->name = std::move(parsed.name);
        query_->signature = std::move(parsed.signature);
        query_->location = at(offset);
        offset_ = offset;
        broken_ = false;
        ended_ = false;
        if (!parsed.error.empty()) error(offset, parsed.error);
    }

    void take_sql(const Token& token) {
        if (token.is_symbol(";")) {
            ended_ = true;
            return;
        }
        if (ended_ && !broken_)
            return error(token.offset, "one statement a query: what follows `;` needs a name");
        if (sql_.empty()) {
            query_->text.location = at(token.offset);
            if (token.kind != TokenKind::word ||
                std::ranges::none_of(verbs, [&](std::string_view verb) {
                    return equals_ignoring_case(token.text, verb);
                })) {
                error(token.offset,
                      "a query begins with SELECT, INSERT, UPDATE, DELETE, WITH or VALUES");
            }
        }
        if (token.kind == TokenKind::parameter) {
            add_parameter(token);
            sql_ += ':';
        }
        sql_ += token.text;
    }

    void add_parameter(const Token& token) {
        auto& names = query_->text.names;
        if (std::ranges::find(names, token.text) == names.end()) names.emplace_back(token.text);
        if (!source_.substr(token.offset + token.text.size() + 1).starts_with("...")) return;
        auto& lists = query_->text.lists;
        if (std::ranges::find(lists, token.text) == lists.end()) lists.emplace_back(token.text);
    }

    void finish() {
        if (!query_) return;
        query_->text.source = trimmed(sql_);
        if (sql_.empty() && !broken_)
            error(offset_, query_->name + ": there is no SQL under the header");
        for (const Query& other : queries_) {
            if (other.name == query_->name && !broken_) {
                error(offset_, query_->name + " is already at " + tools::to_string(other.location));
            }
        }
        if (!broken_) queries_.push_back(*std::move(query_));
        query_.reset();
        sql_.clear();
    }

    std::string_view source_;
    const std::string& file_;
    Diagnostics& diagnostics_;
    std::vector<Query> queries_{};
    std::optional<Query> query_{};
    std::string sql_{};
    std::size_t offset_ = 0;  // of the header
    bool ended_ = false;
    bool broken_ = false;
};

}  // namespace

auto parse_queries(std::string_view source, const std::string& file, Diagnostics& diagnostics)
    -> std::vector<Query> {
    return QueryParser(source, file, diagnostics).parse();
}

}  // namespace strata::tools::sql
