#include "api/stock.hpp"
#include "db/stock.hpp"
#include "domain/desk.hpp"

namespace api {

auto stock::restock(Context& context, Restock parameters) -> Task<Product, RestockErrors> {
    auto product = co_await db::stock::find_product(context.db(), parameters.id);
    if (!product) co_return errors::product_not_found{};
    auto available = domain::desk::restock(*product, parameters.quantity);
    if (!available) co_return fail(available.error());
    product->available = *available;
    co_await db::stock::set_available(context.db(), product->id, *available);
    co_return *product;
}

}  // namespace api
