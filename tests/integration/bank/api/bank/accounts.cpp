#include <chrono>

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

auto bank::deposit(Context& context, Deposit parameters) -> Task<Done> {
    co_await context.sleep(std::chrono::seconds(1));
    co_await db::bank::add_to_balance(context.db(), parameters.id, parameters.amount);
    co_return done;
}

}  // namespace api
