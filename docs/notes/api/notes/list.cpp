#include "api/notes.hpp"
#include "db/notes.hpp"

namespace api {

auto notes::list(Context& context, List) -> Task<NoteList> {
    co_return NoteList(co_await db::notes::all_notes(context.db()));
}

}  // namespace api
