#include "api/pantry.hpp"

namespace api {

auto pantry::stock(Context&, Stock parameters) -> Task<Item> { co_return parameters; }
auto pantry::take(Context&, Take) -> Task<Done, TakeErrors> { co_return errors::item_not_found{}; }

}  // namespace api
