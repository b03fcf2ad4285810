#include "api/{{module}}.hpp"
#include "db/{{module}}.hpp"

namespace api {

auto {{module}}::get(Context& context, Get parameters) -> Task<Item, GetErrors> {
    auto item = co_await db::{{module}}::find_item(context.db(), parameters.id);
    if (!item) co_return errors::item_not_found{};
    co_return *item;
}

}  // namespace api
