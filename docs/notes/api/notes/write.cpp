#include "api/notes.hpp"
#include "db/notes.hpp"
#include "domain/notes.hpp"

namespace api {

auto notes::write(Context& context, Write parameters) -> Task<Note, WriteErrors> {
    auto written = co_await db::notes::count_notes(context.db());
    auto note =
        domain::notes::write(written, parameters.text, NoteId(context.new_id()), context.now());
    if (!note) co_return fail(note.error());
    co_await db::notes::insert_note(context.db(), *note);
    co_return *note;
}

}  // namespace api
