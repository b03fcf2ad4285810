#include "runtime/hooks.hpp"

#include <doctest/doctest.h>

namespace strata::runtime {

namespace {

auto named(const std::string& name, std::vector<std::string> after = {}) -> Hook {
    return Hook(name, {}, {}, std::move(after));
}

auto order_of(std::vector<Hook> hooks) -> std::string {
    std::string order;
    for (const Hook& hook : in_order(std::move(hooks))) order += hook.name;
    return order;
}

}  // namespace

TEST_CASE("hooks come after those that they name, else in the order in which they were attached") {
    CHECK(order_of({named("a"), named("b"), named("c")}) == "abc");
    CHECK(order_of({named("a", {"c"}), named("b"), named("c")}) == "bca");
    CHECK(order_of({named("d", {"b", "c"}), named("c", {"a"}), named("b", {"a"}), named("a")}) ==
          "acbd");
}

TEST_CASE("hooks without an order are refused by name") {
    CHECK_THROWS_WITH(order_of({named("a", {"a"})}),
                      "start hook 'a' depends on itself, by way of others");
    CHECK_THROWS_WITH(order_of({named("a", {"x"})}),
                      "start hook 'a' comes after 'x', which does not exist");
    CHECK_THROWS_WITH(order_of({named("a"), named("a")}), "two start hooks are called 'a'");
}

}  // namespace strata::runtime
