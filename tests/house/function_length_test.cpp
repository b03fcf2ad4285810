#include "house/function_length.hpp"

#include <doctest/doctest.h>

using tests::house::functions_of;

TEST_CASE("functions are found in namespaces and classes, with their lines") {
    const auto functions = functions_of(R"code(
namespace a::b {
struct Point final : Base<int> {
  public:
    auto x() const -> int { return x_; }
    int x_ = 0;
    int values_[2] = {1, 2};
};
template <typename T>
auto twice(T value)
    -> T {
    auto twice = [&] {
        return value + value;
    };
    return twice();
}
const auto table = std::array{1, 2, 3};
enum class Colour { red, green };
Point::Point(int x) : x_{x}, values_{x, x} {
    check();
}
})code");
    REQUIRE(functions.size() == 3);
    CHECK(functions[0].head == "auto x() const -> int");
    CHECK(functions[0].length == 1);
    CHECK(functions[1].line == 9);
    CHECK(functions[1].length == 8);
    CHECK(functions[2].head.starts_with("Point::Point"));
    CHECK(functions[2].length == 3);
}

TEST_CASE("braces in comments, literals and directives are none") {
    const auto functions = functions_of(R"code(
#define OPEN {
// {
auto text() -> std::string {
    return "}" + std::string(1, '}') /* } */;
}
)code");
    REQUIRE(functions.size() == 1);
    CHECK(functions[0].length == 3);
}
