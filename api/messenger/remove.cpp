#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "domain/messenger.hpp"

namespace api {

auto messenger::remove(Context& context, Remove parameters) -> Task<Done, RemoveErrors> {
    auto message = co_await db::messenger::find_message(context.db(), parameters.message_id);
    if (!message) co_return errors::message_not_found{};
    auto allowed = domain::messenger::may_remove(*message, AccountId(context.caller().id));
    if (!allowed) co_return fail(allowed.error());
    co_await db::messenger::delete_message(context.db(), message->id);
    context.emit(Topic("room", message->room_id), events::MessageRemoved(*message));
    co_return done;
}

}  // namespace api
