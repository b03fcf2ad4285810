#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "domain/messenger.hpp"

namespace api {

auto messenger::enter(Context& context, Enter parameters) -> Task<Done, EnterErrors> {
    auto room = co_await db::messenger::find_room(context.db(), parameters.room_id);
    if (!room) co_return errors::room_not_found{};
    auto account = AccountId(context.caller().id);
    auto member = co_await db::messenger::is_member(context.db(), room->id, account);
    auto allowed = domain::messenger::require_member(member);
    if (!allowed) co_return fail(allowed.error());
    if (context.client().is_connected()) {
        auto topic = Topic("room", room->id);
        context.client().subscribe(topic, events::Presence(Presence(room->id, account, false)));
        context.emit(topic, events::Presence(Presence(room->id, account, true)));
    }
    co_return done;
}

}  // namespace api
