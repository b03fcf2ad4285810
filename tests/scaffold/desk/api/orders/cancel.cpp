#include "api/orders.hpp"
#include "db/orders.hpp"
#include "db/stock.hpp"
#include "domain/desk.hpp"

namespace api {

auto orders::cancel(Context& context, Cancel parameters) -> Task<Order, CancelErrors> {
    auto order = co_await db::orders::find_order(context.db(), parameters.id);
    if (!order || order->customer_id != context.caller().id) co_return errors::order_not_found{};
    auto product = co_await db::stock::find_product(context.db(), order->product_id);
    if (!product) co_return errors::order_not_found{};
    auto available = domain::desk::cancel(*order, *product);
    if (!available) co_return fail(available.error());
    co_await db::stock::set_available(context.db(), product->id, *available);
    co_await db::orders::set_status(context.db(), order->id, Status::cancelled);
    order->status = Status::cancelled;
    co_return *order;
}

}  // namespace api
