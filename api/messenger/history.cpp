#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "domain/messenger.hpp"

namespace api {

namespace {

using schemas::messenger::Message;
using schemas::messenger::RoomId;
using Page = strata::Task<std::vector<Message>>;

// One more than the page holds tells whether there is more.
auto messages_of(strata::Db& db, RoomId room, std::optional<Message> before, std::int64_t count)
    -> Page {
    if (!before) co_return co_await db::messenger::recent_messages(db, room, count);
    co_return co_await db::messenger::messages_before(db, room, before->sent_at, before->id, count);
}

}  // namespace

auto messenger::history(Context& context, History parameters) -> Task<MessagePage, HistoryErrors> {
    auto room = co_await db::messenger::find_room(context.db(), parameters.room_id);
    if (!room) co_return errors::room_not_found{};
    auto member =
        co_await db::messenger::is_member(context.db(), room->id, AccountId(context.caller().id));
    auto allowed = domain::messenger::require_member(member);
    if (!allowed) co_return fail(allowed.error());

    std::optional<Message> before;
    if (parameters.before) {
        before = co_await db::messenger::find_message(context.db(), *parameters.before);
        if (!before || before->room_id != room->id) co_return errors::message_not_found{};
    }
    auto messages =
        co_await messages_of(context.db(), room->id, std::move(before), parameters.limit + 1);
    co_return domain::messenger::page(std::move(messages), parameters.limit);
}

}  // namespace api
