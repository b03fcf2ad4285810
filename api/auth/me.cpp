#include "api/auth.hpp"
#include "db/auth.hpp"

namespace api {

auto auth::me(Context& context, Me) -> Task<Account> {
    co_return co_await db::auth::find_account(context.db(), AccountId(context.caller().id));
}

}  // namespace api
