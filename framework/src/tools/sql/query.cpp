#include "tools/sql/query.hpp"

namespace strata::tools::sql {

auto to_string(QueryKind kind) -> std::string_view {
    switch (kind) {
        case QueryKind::one: return "one";
        case QueryKind::optional: return "optional";
        case QueryKind::many: return "many";
        case QueryKind::scalar: return "scalar";
        case QueryKind::stream: return "stream";
        case QueryKind::execute: break;
    }
    return "execute";
}

}  // namespace strata::tools::sql
