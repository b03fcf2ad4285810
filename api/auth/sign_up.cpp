#include "api/auth.hpp"
#include "db/auth.hpp"
#include "domain/auth.hpp"

namespace api {

auto auth::sign_up(Context& context, SignUp parameters) -> Task<SignedIn, SignUpErrors> {
    auto hash = co_await context.passwords().hash(parameters.password.value());
    auto existing = co_await db::auth::find_credentials(context.db(), parameters.login);
    auto account = domain::auth::open_account(existing.has_value(), AccountId(context.new_id()),
                                              parameters.login, parameters.display_name,
                                              std::move(hash), context.now());
    if (!account) co_return fail(account.error());
    co_await db::auth::insert_account(context.db(), *account);
    auto token = co_await context.sessions().start(account->id.value(), account->login.value());
    co_return SignedIn(std::move(token), domain::auth::public_account(*account));
}

}  // namespace api
