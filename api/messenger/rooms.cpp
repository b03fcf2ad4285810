#include "api/messenger.hpp"
#include "db/messenger.hpp"

namespace api {

auto messenger::rooms(Context& context, Rooms) -> Task<RoomList> {
    co_return RoomList(co_await db::messenger::all_rooms(context.db()));
}

}  // namespace api
