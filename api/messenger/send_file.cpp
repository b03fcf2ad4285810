#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "domain/messenger.hpp"

namespace api {

// All of the file is here before the unit of work begins: no writer waits for a slow client.
auto messenger::send_file(Context& context, SendFile parameters) -> Task<File, SendFileErrors> {
    auto content = co_await context.client().receive_all(parameters.stream_id,
                                                         domain::messenger::max_file_size);
    auto room = co_await db::messenger::find_room(context.db(), parameters.room_id);
    if (!room) co_return errors::room_not_found{};
    auto author = AccountId(context.caller().id);
    auto member = co_await db::messenger::is_member(context.db(), room->id, author);
    auto file = domain::messenger::attach(*room, member, author, parameters.name, content.size(),
                                          FileId(context.new_id()), context.now());
    if (!file) co_return fail(file.error());
    co_await db::messenger::insert_file(context.db(), *file);
    auto bytes = strata::Bytes(content.begin(), content.end());
    co_await db::messenger::insert_content(context.db(), file->id, bytes);
    context.emit(Topic("room", room->id), events::FileSent(*file));
    co_return *file;
}

}  // namespace api
