#include "api/messenger.hpp"

namespace api {

auto messenger::on_typing(Context& context, Typing data) -> Task<Done> {
    auto topic = Topic("room", data.room_id);
    if (context.client().is_subscribed(topic)) {
        auto account = AccountId(context.caller().id);
        context.emit(topic, events::Typing(Typing(data.room_id, account)));
    }
    co_return done;
}

}  // namespace api
