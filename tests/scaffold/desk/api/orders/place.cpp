#include "api/orders.hpp"
#include "db/orders.hpp"
#include "db/stock.hpp"
#include "domain/desk.hpp"

namespace api {

auto orders::place(Context& context, Place parameters) -> Task<Order, PlaceErrors> {
    auto product = co_await db::stock::find_product(context.db(), parameters.product_id);
    if (!product) co_return errors::no_such_product{};
    auto placed = domain::desk::place(*product, parameters.quantity, context.caller().id,
                                      OrderId(context.new_id()), context.now());
    if (!placed) co_return fail(placed.error());
    co_await db::stock::set_available(context.db(), product->id, placed->left);
    co_await db::orders::insert_order(context.db(), placed->order);
    co_return placed->order;
}

}  // namespace api
