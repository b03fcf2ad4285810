#include "strata/data/cursor.hpp"

#include <stdexcept>
#include <string>

#include "data/engine.hpp"
#include "strata/data/database.hpp"
#include "strata/data/db.hpp"

namespace strata::data {

Cursor::Cursor(Db& db, const Statement& statement, std::span<const Value> values)
    : db_(&db), statement_(&statement), values_(values) {}

Cursor::~Cursor() {
    const bool opened = number_ != 0 && !own_ && db_->unit_ != nullptr;
    if (!opened || ended() || transaction_ != db_->transactions_) return;
    db_->unit_->close_cursor(number_);
}

void Cursor::open() {
    number_ = ++db_->cursors_;
    transaction_ = db_->transactions_;
    if (db_->mode() == Transaction::read) own_ = db_->new_unit(Transaction::snapshot);
}

auto Cursor::fetch(Operation::TakeRow take, void* into) -> Hop {
    operation_.emplace(*statement_, values_, take, into);
    const bool first = number_ == 0;
    if (first) {
        db_->allow(*operation_);
        open();
    }
    if (!own_ && transaction_ != db_->transactions_) {
        throw std::logic_error(std::string(statement_->name) +
                               ": the transaction of this stream has ended, or a part of it was "
                               "undone: read a stream to its end first");
    }
    operation_->set_piece(
        {.cursor = number_, .rows = db_->database_->options().stream_rows, .first = first});
    if (!own_) return db_->run(*operation_);
    db_->allow(*operation_);
    return Hop(*own_, *operation_, own_state_);
}

}  // namespace strata::data
