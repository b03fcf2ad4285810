#pragma once
// The header of a named query: `-- name: find_room :optional Room (id: RoomId, before?:
// MessageId)`. Pure.
#include <string>
#include <string_view>

#include "tools/sql/query.hpp"

namespace strata::tools::sql {

struct Header {
    std::string name{};
    Signature signature{};
    std::string error{};  // empty: it is well-formed
};

// `line` is what stands after "name:".
[[nodiscard]] auto parse_header(std::string_view line) -> Header;

}  // namespace strata::tools::sql
