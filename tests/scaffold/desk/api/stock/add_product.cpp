#include "api/stock.hpp"
#include "db/stock.hpp"

namespace api {

auto stock::add_product(Context& context, AddProduct parameters) -> Task<Product> {
    Product product(ProductId(context.new_id()), parameters.title, parameters.price,
                    parameters.available);
    co_await db::stock::insert_product(context.db(), product);
    co_return product;
}

}  // namespace api
