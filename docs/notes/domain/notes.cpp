#include "domain/notes.hpp"

namespace domain::notes {

auto write(std::int64_t already_written, Text text, NoteId id, strata::Timestamp now)
    -> strata::Result<Note, errors::notebook_full> {
    if (already_written >= notebook_size) return errors::notebook_full{};
    return Note(id, std::move(text), now);
}

}  // namespace domain::notes
