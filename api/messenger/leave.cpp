#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "domain/messenger.hpp"

namespace api {

auto messenger::leave(Context& context, Leave parameters) -> Task<Done, LeaveErrors> {
    auto room = co_await db::messenger::find_room(context.db(), parameters.room_id);
    if (!room) co_return errors::room_not_found{};
    auto account = AccountId(context.caller().id);
    auto removed = co_await db::messenger::delete_member(context.db(), room->id, account);
    auto allowed = domain::messenger::require_member(removed > 0);
    if (!allowed) co_return fail(allowed.error());
    auto topic = Topic("room", room->id);
    context.client().unsubscribe_account(topic);
    context.emit(topic, events::MemberLeft(Membership(room->id, account)));
    co_return done;
}

}  // namespace api
