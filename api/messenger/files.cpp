#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "domain/messenger.hpp"

namespace api {

auto messenger::files(Context& context, Files parameters) -> Task<FileList, FilesErrors> {
    auto room = co_await db::messenger::find_room(context.db(), parameters.room_id);
    if (!room) co_return errors::room_not_found{};
    auto member =
        co_await db::messenger::is_member(context.db(), room->id, AccountId(context.caller().id));
    auto allowed = domain::messenger::require_member(member);
    if (!allowed) co_return fail(allowed.error());
    co_return FileList(co_await db::messenger::room_files(context.db(), room->id));
}

}  // namespace api
