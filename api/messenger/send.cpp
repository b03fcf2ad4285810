#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "domain/messenger.hpp"

namespace api {

auto messenger::send(Context& context, Send parameters) -> Task<Message, SendErrors> {
    auto room = co_await db::messenger::find_room(context.db(), parameters.room_id);
    if (!room) co_return errors::room_not_found{};
    auto author = AccountId(context.caller().id);
    auto member = co_await db::messenger::is_member(context.db(), room->id, author);
    auto message = domain::messenger::compose(*room, member, author, parameters.text,
                                              MessageId(context.new_id()), context.now());
    if (!message) co_return fail(message.error());
    co_await db::messenger::insert_message(context.db(), *message);
    context.emit(Topic("room", room->id), events::MessageSent(*message));
    co_return *message;
}

}  // namespace api
