#include "tools/check/alter_table.hpp"

#include <algorithm>

namespace strata::tools::check {
namespace {

using Tokens = std::vector<sql::Token>;

// What follows ADD, ALTER or DROP where no column does.
auto names_constraint(const ScriptWords& words) -> bool {
    return std::ranges::any_of(
        std::initializer_list<std::string_view>{"CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY",
                                                "FOREIGN", "EXCLUDE"},
        [&](std::string_view keyword) { return words.says(1, {keyword}); });
}

void erase(Tokens& tokens, std::size_t at, std::size_t count) {
    const auto from = tokens.begin() + static_cast<std::ptrdiff_t>(at);
    tokens.erase(from, from + static_cast<std::ptrdiff_t>(count));
}

auto action_of(ScriptWords words) -> AlterAction {
    if (words.says(1, {"COLUMN"})) erase(words.tokens, 1, 1);
    if (words.says(1, {"IF", "NOT", "EXISTS"})) erase(words.tokens, 1, 3);
    if (words.says(1, {"IF", "EXISTS"})) erase(words.tokens, 1, 2);
    AlterAction action{.words = words, .outline = words};
    action.outline.tokens.clear();
    int depth = 0;
    for (const sql::Token& token : words.tokens) {
        if (token.is_symbol(")")) --depth;
        if (depth == 0) action.outline.tokens.push_back(token);
        if (token.is_symbol("(")) ++depth;
    }
    return action;
}

}  // namespace

auto AlterAction::adds_column() const -> bool {
    return words.says(0, {"ADD"}) && !names_constraint(words);
}
auto AlterAction::adds_constraint() const -> bool {
    return words.says(0, {"ADD"}) && names_constraint(words);
}
auto AlterAction::alters_column() const -> bool {
    return words.says(0, {"ALTER"}) && !names_constraint(words);
}
auto AlterAction::drops_column() const -> bool {
    return words.says(0, {"DROP"}) && !names_constraint(words);
}

auto alter_table(const ScriptWords& statement) -> std::optional<AlterTable> {
    if (!statement.says(0, {"ALTER", "TABLE"})) return std::nullopt;
    AlterTable alter{.table = statement.name(2), .actions = {}};
    ScriptWords words{.tokens = {}, .allowed = statement.allowed, .line = statement.line};
    const auto finish = [&] {
        if (!words.tokens.empty()) alter.actions.push_back(action_of(words));
        words.tokens.clear();
    };
    int depth = 0;
    for (std::size_t at = statement.name_at(2) + 1; at < statement.tokens.size(); ++at) {
        const sql::Token& token = statement.tokens[at];
        if (token.is_symbol("(")) ++depth;
        if (token.is_symbol(")")) --depth;
        if (depth == 0 && token.is_symbol(",")) {
            finish();
        } else if (!words.tokens.empty() || !token.is_symbol("*")) {  // ALTER TABLE orders * ADD
            words.tokens.push_back(token);
        }
    }
    finish();
    return alter;
}

}  // namespace strata::tools::check
