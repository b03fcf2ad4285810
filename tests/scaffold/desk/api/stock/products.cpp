#include "api/stock.hpp"
#include "db/stock.hpp"

namespace api {

auto stock::products(Context& context, Products) -> Task<ProductList> {
    co_return ProductList(co_await db::stock::all_products(context.db()));
}

}  // namespace api
