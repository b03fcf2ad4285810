#include "data/sqlite/cursor.hpp"

#include <sqlite3.h>

#include "data/sqlite/failure.hpp"
#include "data/sqlite/row.hpp"
#include "strata/data/error.hpp"

namespace strata::data::sqlite {

Connection::Cursor::~Cursor() { sqlite3_finalize(prepared_.handle); }

void Connection::close_cursor(std::uint64_t cursor) noexcept { cursors_.erase(cursor); }

// After the last row the cursor is closed. After an error it is left to the end of the transaction,
// which is all that can follow.
void Connection::run_piece(Operation& operation) {
    const Statement& statement = operation.statement();
    const std::uint64_t number = operation.piece().cursor;
    if (operation.piece().first) {
        auto& opened = cursors_[number] = std::make_unique<Cursor>(prepare(statement));
        allow(statement, opened->prepared());
        bind(opened->prepared(), operation, 0, opened->bound());
    }
    const auto found = cursors_.find(number);
    if (found == cursors_.end())
        throw DatabaseError(ErrorKind::interrupted, std::string(statement.name) + " was closed");
    const Prepared& ready = found->second->prepared();
    Row row(statement, ready.handle, ready.positions);
    for (std::size_t rows = 0; rows < operation.piece().rows; ++rows) {
        if (stopped()) throw DatabaseError(ErrorKind::interrupted, std::string(statement.name));
        const int code = sqlite3_step(ready.handle);
        if (code == SQLITE_DONE) {
            operation.set_ended();
            return close_cursor(number);
        }
        if (code != SQLITE_ROW) fail(handle_, code, statement.name);
        static_cast<void>(operation.take(row));
    }
}

}  // namespace strata::data::sqlite
