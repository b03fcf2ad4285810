#pragma once
// Rules: the checks of a value as C++, for decoders (which record a problem) and for named scalars.
#include <map>
#include <string>
#include <vector>

#include "tools/cpp/code.hpp"
#include "tools/model/definition.hpp"

namespace strata::tools {

// Patterns and compiled schemas of one source file, each a function that makes it once.
class Compiled final {
  public:
    // "login_pattern()"; `owner` names it if it is new.
    auto pattern(const std::string& source, const std::string& owner) -> std::string;
    auto schema(const std::string& text, const std::string& owner) -> std::string;

    [[nodiscard]] auto has_patterns() const noexcept -> bool { return !patterns_.empty(); }
    [[nodiscard]] auto has_schemas() const noexcept -> bool { return !schemas_.empty(); }
    void write(Code& code) const;

  private:
    static void write_literal(std::string_view text, Code& code);
    auto name(std::map<std::string, std::string>& known, const std::string& text,
              const std::string& base) -> std::string;

    std::map<std::string, std::string> patterns_;  // name by text
    std::map<std::string, std::string> schemas_;
    std::map<std::string, int> used_;
};

// Statements that check `value`, an expression of the type, and record problems with `reader`.
// Empty: no rule.
[[nodiscard]] auto check_statements(const Type& type, const std::string& value,
                                    const std::string& owner, Compiled& compiled)
    -> std::vector<std::string>;

// The body of a named scalar's check().
void write_named_check(const Definition& scalar, Compiled& compiled, Code& code);

// Whether values inside of the type, below its outermost, have rules.
[[nodiscard]] auto has_inner_rules(const Type& type) -> bool;

}  // namespace strata::tools
