#include "domain/desk.hpp"

#include <doctest/doctest.h>

using namespace domain::desk;

namespace {

const auto now = *strata::Timestamp::parse("2026-03-01T12:00:00Z");

auto product(std::int64_t available) -> Product {
    return Product(schemas::stock::ProductId(strata::Uuid()),
                   *schemas::stock::Title::parse("a teapot"), *Cents::parse(1500),
                   *Available::parse(available));
}

}  // namespace

TEST_CASE("an order takes what there is and no more") {
    const auto placed =
        place(product(3), *Quantity::parse(3), strata::Uuid(), OrderId(strata::Uuid()), now);
    REQUIRE(placed);
    CHECK(placed->order.total == 4500);
    CHECK(placed->left.value() == 0);
    CHECK(place(product(2), *Quantity::parse(3), strata::Uuid(), OrderId(strata::Uuid()), now)
              .failed_with<schemas::orders::errors::out_of_stock>());
}

TEST_CASE("a payment is the order's total, once") {
    auto order =
        place(product(3), *Quantity::parse(1), strata::Uuid(), OrderId(strata::Uuid()), now)->order;
    const PaymentId id{strata::Uuid()};
    CHECK(pay(order, *Cents::parse(1500), id, now));
    CHECK(pay(order, *Cents::parse(1499), id, now)
              .failed_with<schemas::payments::errors::wrong_amount>());
    order.status = schemas::orders::Status::paid;
    CHECK(pay(order, *Cents::parse(1500), id, now)
              .failed_with<schemas::payments::errors::not_payable>());
}
