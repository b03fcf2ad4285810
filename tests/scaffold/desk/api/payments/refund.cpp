#include "api/payments.hpp"
#include "db/orders.hpp"
#include "db/payments.hpp"

namespace api {

auto payments::refund(Context& context, Refund parameters) -> Task<Payment, RefundErrors> {
    auto payment = co_await db::payments::find_payment(context.db(), parameters.id);
    if (!payment) co_return errors::payment_not_found{};
    if (payment->refunded) co_return errors::refunded_already{};
    co_await db::payments::set_refunded(context.db(), payment->id, true);
    co_await db::orders::set_status(context.db(), payment->order_id,
                                    schemas::orders::Status::cancelled);
    payment->refunded = true;
    co_return *payment;
}

}  // namespace api
