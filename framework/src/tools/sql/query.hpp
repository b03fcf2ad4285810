#pragma once
// Query: one named query of db/*.sql, as it is written. Plain data.
#include <string>
#include <vector>

#include "tools/model/location.hpp"

namespace strata::tools::sql {

enum class QueryKind { one, optional, many, scalar, execute, stream };

[[nodiscard]] auto to_string(QueryKind kind) -> std::string_view;

// `room_id: RoomId`, `before?: MessageId`: a parameter or an inline column.
struct Field {
    std::string name{};
    std::string type{};
    bool optional = false;
    bool list = false;  // `ids...: RoomId`
    friend auto operator==(const Field&, const Field&) -> bool = default;
};

// The part of the header after the name: what the function is like.
struct Signature {
    QueryKind kind = QueryKind::execute;
    std::string result{};          // "Room", "auth.Account", "integer"; empty: none, or columns
    bool result_nullable = false;  // "integer?"
    std::vector<Field> columns{};  // {count: integer, title: Title}
    std::string argument{};        // (Message): its members are the parameters
    bool batch = false;            // (Message...), ({title: Title}...): many rows of it
    bool has_parameters = false;   // a list in parentheses stands there, maybe an empty one
    std::vector<Field> parameters{};
    friend auto operator==(const Signature&, const Signature&) -> bool = default;
};

// The text of one engine: comments are gone, :name is a numbered parameter, lines are where they
// were.
struct QueryText {
    std::string source{};              // as written, for the reader of the generated code
    std::vector<std::string> names{};  // of :name, each once, in the order of their first use
    std::vector<std::string> lists{};  // of them, those in `IN (:name...)`
    Location location{};               // of the first line of SQL

    [[nodiscard]] auto empty() const -> bool { return source.empty(); }
};

struct Query {
    std::string name{};   // "find_room"
    Location location{};  // of its header
    Signature signature{};
    std::vector<std::string> description{};  // comment lines right under the header
    QueryText text{};
};

}  // namespace strata::tools::sql
