#include "strata/data/row.hpp"

#include <string>

#include "strata/data/error.hpp"
#include "strata/data/rows.hpp"

namespace strata::data {

void RowReader::refuse(std::size_t column, std::string_view why) const {
    const std::string name = column < statement_->columns.size()
                                 ? std::string(statement_->columns[column].name)
                                 : std::to_string(column);
    throw DatabaseError(ErrorKind::corrupt, std::string(statement_->name) + ": column " + name +
                                                ": the stored value " + std::string(why));
}

void refuse_rows(const Statement& statement, const char* what) {
    throw DatabaseError(ErrorKind::rows, std::string(statement.name) + ": " + what);
}

}  // namespace strata::data
