// Orders, in the database.
#include "api/kitchen.hpp"
#include "db/kitchen.hpp"

namespace api {

auto kitchen::place(Context& context, Place parameters) -> Task<Order, PlaceErrors> {
    auto order = Order(context.now(), 1, parameters.id, Status::queued, std::move(parameters.tags));
    context.db().send(
        db::kitchen::insert_order(context.db(), order.id, parameters.code, order.created_at));
    context.emit(Topic("kitchen", order.id), events::OrderPlaced(order));
    co_return order;
}

auto kitchen::find(Context& context, Find parameters) -> Task<Order, FindErrors> {
    auto row = co_await db::kitchen::find_order(context.db(), parameters.id);
    if (!row) co_return errors::order_not_found{};
    co_return Order(row->created_at, 1, row->id, Status::queued);
}

auto kitchen::list(Context&, List parameters) -> Task<ListResult> {
    co_return ListResult({}, parameters.limit > 20);
}

auto kitchen::move(Context&, Move) -> Task<Done, MoveErrors> { co_return done; }

auto kitchen::cancel(Context& context, Cancel parameters) -> Task<Done, CancelErrors> {
    auto removed = co_await db::kitchen::delete_order(context.db(), parameters.id);
    if (removed == 0) co_return errors::order_not_found{};
    co_return done;
}

}  // namespace api
