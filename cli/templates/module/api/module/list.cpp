#include "api/{{module}}.hpp"
#include "db/{{module}}.hpp"

namespace api {

auto {{module}}::list(Context& context, List parameters) -> Task<ItemList> {
    co_return ItemList(co_await db::{{module}}::newest_items(context.db(), parameters.limit));
}

}  // namespace api
