#include "api/kitchen.hpp"

namespace api {

auto kitchen::on_cursor_moved(Context& context, CursorMovedData data) -> Task<Done> {
    context.emit(Topic("cursor"), events::CursorMoved(std::move(data)));
    co_return done;
}

}  // namespace api
