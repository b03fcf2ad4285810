#pragma once
// Rules of the desk. Pure: time, identity and state come in as values.
#include <optional>

#include "schemas/orders.hpp"
#include "schemas/payments.hpp"
#include "schemas/stock.hpp"
#include "strata/values.hpp"

namespace domain::desk {

using schemas::orders::Order;
using schemas::orders::OrderId;
using schemas::payments::Payment;
using schemas::payments::PaymentId;
using schemas::stock::Available;
using schemas::stock::Cents;
using schemas::stock::Product;
using schemas::stock::Quantity;

auto restock(const Product& product, Quantity quantity)
    -> strata::Result<Available, schemas::stock::errors::shelf_full>;

struct Placed {
    Order order;
    Available left;
};
auto place(const Product& product, Quantity quantity, strata::Uuid customer, OrderId id,
           strata::Timestamp now) -> strata::Result<Placed, schemas::orders::errors::out_of_stock>;

// What is available when the order's goods are back.
auto cancel(const Order& order, const Product& product)
    -> strata::Result<Available, schemas::orders::errors::not_open>;

auto pay(const Order& order, Cents amount, PaymentId id, strata::Timestamp now)
    -> strata::Result<Payment, schemas::payments::errors::not_payable,
                      schemas::payments::errors::wrong_amount>;

}  // namespace domain::desk
