#include <algorithm>

#include "api/orders.hpp"
#include "db/orders.hpp"

namespace api {

auto orders::list(Context& context, List parameters) -> Task<OrderList> {
    auto orders = co_await db::orders::orders_of(context.db(), context.caller().id);
    if (parameters.status)
        std::erase_if(orders, [&](const Order& each) { return each.status != *parameters.status; });
    co_return OrderList(std::move(orders));
}

}  // namespace api
