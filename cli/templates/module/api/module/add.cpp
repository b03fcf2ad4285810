#include "api/{{module}}.hpp"
#include "db/{{module}}.hpp"
#include "domain/{{module}}.hpp"

namespace api {

auto {{module}}::add(Context& context, Add parameters) -> Task<Item, AddErrors> {
    auto item = domain::{{module}}::add(parameters.name, ItemId(context.new_id()), context.now());
    if (!item) co_return fail(item.error());
    co_await db::{{module}}::insert_item(context.db(), *item);
    co_return *item;
}

}  // namespace api
