#include "api/auth.hpp"
#include "db/auth.hpp"
#include "domain/auth.hpp"

namespace api {

// An unknown login costs the same time as a wrong password, so that logins can't be found by
// timing.
auto auth::sign_in(Context& context, SignIn parameters) -> Task<SignedIn, SignInErrors> {
    auto find = [&](Db& db) { return db::auth::find_credentials(db, parameters.login); };
    auto credentials = co_await context.transaction(Transaction::read, find);
    auto hash = credentials ? credentials->password_hash : std::string();
    auto correct = co_await context.passwords().verify(hash, parameters.password.value());
    if (!correct) co_return errors::wrong_credentials{};

    auto start = [&](Db& db) {
        return context.sessions().start(db, credentials->id.value(), credentials->login.value());
    };
    auto token = co_await context.transaction(Transaction::write, start);
    co_return SignedIn(std::move(token), domain::auth::public_account(*credentials));
}

}  // namespace api
