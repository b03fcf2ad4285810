#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "domain/messenger.hpp"

namespace api {

auto messenger::edit(Context& context, Edit parameters) -> Task<Message, EditErrors> {
    auto message = co_await db::messenger::find_message(context.db(), parameters.message_id);
    if (!message) co_return errors::message_not_found{};
    auto edited = domain::messenger::edit(*message, AccountId(context.caller().id), parameters.text,
                                          context.now());
    if (!edited) co_return fail(edited.error());
    co_await db::messenger::update_message(context.db(), *edited);
    context.emit(Topic("room", edited->room_id), events::MessageEdited(*edited));
    co_return *edited;
}

}  // namespace api
