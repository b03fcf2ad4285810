#include "api/payments.hpp"
#include "db/orders.hpp"
#include "db/payments.hpp"
#include "domain/desk.hpp"

namespace api {

auto payments::pay(Context& context, Pay parameters) -> Task<Payment, PayErrors> {
    auto order = co_await db::orders::find_order(context.db(), parameters.order_id);
    if (!order || order->customer_id != context.caller().id) co_return errors::no_such_order{};
    auto payment =
        domain::desk::pay(*order, parameters.amount, PaymentId(context.new_id()), context.now());
    if (!payment) co_return fail(payment.error());
    co_await db::payments::insert_payment(context.db(), *payment);
    co_await db::orders::set_status(context.db(), order->id, schemas::orders::Status::paid);
    co_return *payment;
}

}  // namespace api
