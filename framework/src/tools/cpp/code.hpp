#pragma once
// Code: generated C++ as text, in the style of this repository's .clang-format.
#include <string>
#include <string_view>
#include <vector>

namespace strata::tools {

class Code final {
  public:
    static constexpr std::size_t columns = 100;

    // One line, or several, at the current indent; an empty one is blank.
    auto line(std::string_view text = {}) -> Code&;
    // A line ending in a brace or colon, after which lines are indented until close().
    auto open(std::string_view text) -> Code&;
    auto close(std::string_view text = "}") -> Code&;
    // A function: on one line where its body is one statement and fits.
    auto function(std::string_view head, const Code& body) -> Code&;
    // "} else {": ends one block and begins the next.
    auto reopen(std::string_view text) -> Code&;
    // Ends the lines of a label that has no closing brace.
    auto end() -> Code&;
    // "head(a, b, c)tail", wrapped after commas and aligned where it does not fit.
    auto list(std::string_view head, const std::vector<std::string>& items, std::string_view tail)
        -> Code&;
    // A sentence as a comment, wrapped.
    auto comment(std::string_view text) -> Code&;
    // A blank line, unless there is one or nothing yet.
    auto gap() -> Code&;

    [[nodiscard]] auto text() const noexcept -> const std::string& { return text_; }

  private:
    std::string text_;
    std::size_t indent_ = 0;
};

// "#include" lines of the three kinds, each sorted, with no blank lines between: <standard> first,
// then "own".
[[nodiscard]] auto include_lines(const std::vector<std::string>& includes) -> std::string;

// What every generated file begins with.
[[nodiscard]] auto banner(std::string_view what) -> std::string;

}  // namespace strata::tools
