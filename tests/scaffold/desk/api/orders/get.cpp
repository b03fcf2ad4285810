#include "api/orders.hpp"
#include "db/orders.hpp"

namespace api {

auto orders::get(Context& context, Get parameters) -> Task<Order, GetErrors> {
    auto order = co_await db::orders::find_order(context.db(), parameters.id);
    if (!order || order->customer_id != context.caller().id) co_return errors::order_not_found{};
    co_return *order;
}

}  // namespace api
