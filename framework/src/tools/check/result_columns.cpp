#include "tools/check/result_columns.hpp"

#include <algorithm>

#include "data/postgres/types.hpp"
#include "tools/check/nullability.hpp"

namespace strata::tools::check {
namespace {

class Check final {
  public:
    Check(const sql::TypedQuery& query, const sql::QueryText& text, std::string_view engine,
          Diagnostics& diagnostics)
        : query_(query),
          text_(text),
          engine_(engine),
          nullability_(text),
          diagnostics_(diagnostics) {}

    void column(const ResultColumn& column) {
        const sql::TypedField* declared = declared_column(query_, column.name);
        if (declared == nullptr) return;
        if (!column.fits) {
            error("the column " + column.name + " is " + column.type + " in " + engine_ +
                  ", declared is " + contract_name(declared->type));
        }
        check_null(column, *declared);
    }

  private:
    void check_null(const ResultColumn& column, const sql::TypedField& declared) {
        const auto mark = nullability_.mark(column.name);
        if (!mark && (column.table.empty() || !doubt(column).empty())) {
            const std::string name =
                declared.sql_name.empty() ? std::string("value") : declared.sql_name;
            return error("whether " + (declared.sql_name.empty() ? "the result" : column.name) +
                         " may be NULL can't be known" +
                         (column.table.empty() ? "" : " " + doubt(column)) + "; say it: AS \"" +
                         name + "?\" if it may, AS \"" + name + "!\" if it never is");
        }
        if (mark.value_or(column.nullable) && !declared.nullable) {
            error("the column " + column.name + " may be NULL, but " +
                  (declared.sql_name.empty() ? "the result"
                                             : query_.row_type() + "/" + declared.sql_name) +
                  " takes none: make it optional, or name it \"" + column.name +
                  "!\" where the query excludes NULL");
        }
    }
    [[nodiscard]] auto doubt(const ResultColumn& column) const -> std::string {
        if (column.of_view) return "through a view";
        return std::string(nullability_.doubt(column.name, column.table));
    }
    void error(const std::string& message) {
        diagnostics_.error(text_.location, query_.name + ": " + message);
    }

    const sql::TypedQuery& query_;
    const sql::QueryText& text_;
    const std::string engine_;
    const Nullability nullability_;
    Diagnostics& diagnostics_;
};

}  // namespace

auto stored_type(Kind kind) -> data::Type {
    switch (kind) {
        case Kind::uuid: return data::Type::uuid;
        case Kind::integer:
        case Kind::unsigned_integer: return data::Type::integer;
        case Kind::number: return data::Type::real;
        case Kind::boolean: return data::Type::boolean;
        case Kind::timestamp: return data::Type::timestamp;
        case Kind::bytes: return data::Type::bytes;
        case Kind::json:
        case Kind::object:
        case Kind::variant:
        case Kind::array:
        case Kind::tuple:
        case Kind::map: return data::Type::json;
        default: return data::Type::text;
    }
}

auto declared_column(const sql::TypedQuery& query, std::string_view name)
    -> const sql::TypedField* {
    const auto found = std::ranges::find_if(query.columns, [&](const sql::TypedField& column) {
        return column.sql_name.empty() || column.sql_name == name;
    });
    return found == query.columns.end() ? nullptr : &*found;
}

auto contract_name(const Type& type) -> std::string {
    return data::postgres::type_name(stored_type(type.kind));
}

void check_columns(const sql::TypedQuery& query, const sql::QueryText& text,
                   std::string_view engine, const std::vector<ResultColumn>& columns,
                   Diagnostics& diagnostics) {
    Check check(query, text, engine, diagnostics);
    for (const ResultColumn& column : columns) check.column(column);
}

}  // namespace strata::tools::check
