#include "api/bank.hpp"
#include "db/bank.hpp"

namespace api {

auto bank::correct(Context& context, Correct parameters) -> Task<Account, CorrectErrors> {
    auto changed = co_await db::bank::set_balance_of_revision(
        context.db(), parameters.id, parameters.balance, parameters.revision);
    auto account = co_await db::bank::find_account(context.db(), parameters.id);
    if (!account) co_return errors::no_such_account{};
    if (changed == 0) co_return errors::version_conflict{};
    co_return *account;
}

}  // namespace api
