#include <utility>

#include "api/counter.hpp"
#include "db/counter.hpp"
#include "domain/counter.hpp"

namespace api {

auto counter::increment(Context& context, Increment parameters) -> Task<Count, IncrementErrors> {
    auto count = co_await db::counter::find_count(context.db(), parameters.name);
    if (!count) co_return errors::no_such_counter{};
    auto next = domain::counter::incremented(*count);
    co_await db::counter::update_count(context.db(), next);
    co_return next;
}

}  // namespace api
