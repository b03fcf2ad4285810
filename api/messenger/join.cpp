#include "api/messenger.hpp"
#include "db/messenger.hpp"

namespace api {

auto messenger::join(Context& context, Join parameters) -> Task<Done, JoinErrors> {
    auto room = co_await db::messenger::find_room(context.db(), parameters.room_id);
    if (!room) co_return errors::room_not_found{};
    auto account = AccountId(context.caller().id);
    auto added =
        co_await db::messenger::insert_member(context.db(), room->id, account, context.now());
    if (added > 0) {
        context.emit(Topic("room", room->id), events::MemberJoined(Membership(room->id, account)));
    }
    co_await enter(context, Enter(room->id));
    co_return done;
}

}  // namespace api
