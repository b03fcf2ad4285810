#include "domain/desk.hpp"

namespace domain::desk {

using schemas::orders::Status;

auto restock(const Product& product, Quantity quantity)
    -> strata::Result<Available, schemas::stock::errors::shelf_full> {
    const auto sum = Available::parse(product.available.value() + quantity.value());
    if (!sum) return schemas::stock::errors::shelf_full{};
    return *sum;
}

auto place(const Product& product, Quantity quantity, strata::Uuid customer, OrderId id,
           strata::Timestamp now) -> strata::Result<Placed, schemas::orders::errors::out_of_stock> {
    const auto left = Available::parse(product.available.value() - quantity.value());
    if (!left) return schemas::orders::errors::out_of_stock{};
    return Placed{Order(id, customer, product.id, quantity,
                        product.price.value() * quantity.value(), Status::placed, now),
                  *left};
}

auto cancel(const Order& order, const Product& product)
    -> strata::Result<Available, schemas::orders::errors::not_open> {
    if (order.status != Status::placed) return schemas::orders::errors::not_open{};
    return *Available::parse(product.available.value() + order.quantity.value());
}

auto pay(const Order& order, Cents amount, PaymentId id, strata::Timestamp now)
    -> strata::Result<Payment, schemas::payments::errors::not_payable,
                      schemas::payments::errors::wrong_amount> {
    if (order.status != Status::placed) return schemas::payments::errors::not_payable{};
    if (order.total != amount.value()) return schemas::payments::errors::wrong_amount{};
    return Payment(id, order.id, amount, false, now);
}

}  // namespace domain::desk
