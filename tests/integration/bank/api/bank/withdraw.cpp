#include "api/bank.hpp"
#include "db/bank.hpp"

namespace api {

namespace {

auto less(const schemas::bank::Account& account, schemas::bank::Amount amount)
    -> schemas::bank::Amount {
    return *schemas::bank::Amount::parse(account.balance.value() - amount.value());
}

}  // namespace

auto bank::withdraw(Context& context, Withdraw parameters) -> Task<Done, WithdrawErrors> {
    auto account = co_await db::bank::find_account(context.db(), parameters.id);
    if (!account) co_return errors::no_such_account{};
    if (account->balance.value() < parameters.amount.value())
        co_return errors::insufficient_funds{};
    co_await db::bank::set_balance(context.db(), account->id, less(*account, parameters.amount));
    co_return done;
}

auto bank::withdraw_revision(Context& context, WithdrawRevision parameters)
    -> Task<Done, WithdrawRevisionErrors> {
    auto account = co_await db::bank::find_account(context.db(), parameters.id);
    if (!account) co_return errors::no_such_account{};
    if (account->balance.value() < parameters.amount.value())
        co_return errors::insufficient_funds{};
    auto changed = co_await db::bank::set_balance_of_revision(
        context.db(), account->id, less(*account, parameters.amount), account->revision);
    if (changed == 0) co_return errors::changed_meanwhile{};
    co_return done;
}

// Reads and writes in two units: what another did in between is overwritten.
auto bank::withdraw_racing(Context& context, WithdrawRacing parameters)
    -> Task<Done, WithdrawRacingErrors> {
    std::optional<Account> account;
    co_await context.transaction(Transaction::read, [&](Db& db) -> Task<> {
        account = co_await db::bank::find_account(db, parameters.id);
    });
    if (!account) co_return errors::no_such_account{};
    if (account->balance.value() < parameters.amount.value())
        co_return errors::insufficient_funds{};
    co_await context.transaction(Transaction::write, [&](Db& db) -> Task<> {
        co_await db::bank::set_balance(db, account->id, less(*account, parameters.amount));
    });
    co_return done;
}

}  // namespace api
