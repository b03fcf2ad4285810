#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "domain/messenger.hpp"

namespace api {

auto messenger::create_room(Context& context, CreateRoom parameters) -> Task<Room> {
    auto owner = AccountId(context.caller().id);
    auto room = domain::messenger::open_room(owner, parameters.title, RoomId(context.new_id()),
                                             context.now());
    co_await db::messenger::insert_room(context.db(), room);
    co_await db::messenger::insert_member(context.db(), room.id, owner, room.created_at);
    co_await enter(context, Enter(room.id));
    co_return room;
}

}  // namespace api
