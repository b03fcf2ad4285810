#include "api/bank.hpp"
#include "db/bank.hpp"

namespace api {

auto bank::open(Context& context, Open parameters) -> Task<Done> {
    co_await db::bank::insert_account(context.db(), parameters.id, parameters.balance);
    co_return done;
}

auto bank::find(Context& context, Find parameters) -> Task<Account, FindErrors> {
    auto account = co_await db::bank::find_account(context.db(), parameters.id);
    if (!account) co_return errors::no_such_account{};
    co_return *account;
}

}  // namespace api
