#pragma once
// Rules of the notebook. Pure: time, identity and state come in as values.
#include <cstdint>

#include "schemas/notes.hpp"
#include "strata/values.hpp"

namespace domain::notes {

namespace errors = schemas::notes::errors;
using schemas::notes::Note;
using schemas::notes::NoteId;
using schemas::notes::Text;

inline constexpr std::int64_t notebook_size = 100;

auto write(std::int64_t already_written, Text text, NoteId id, strata::Timestamp now)
    -> strata::Result<Note, errors::notebook_full>;

}  // namespace domain::notes
