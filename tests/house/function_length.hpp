#pragma once
// How long the functions of a C++ source are, by matching braces. Relies on the formatting of
// .clang-format: a function's body opens behind a blank, a braced initializer does not.
#include <string>
#include <string_view>
#include <vector>

namespace tests::house {

struct Function {
    std::string head{};  // what stands before the body, on one line
    std::size_t line = 0;
    std::size_t length = 0;  // lines, from the first of its head to its closing brace
};

// Functions in functions count as part of the outer one.
auto functions_of(std::string_view source) -> std::vector<Function>;

}  // namespace tests::house
