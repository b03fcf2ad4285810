#include "strata/json/decode.hpp"

namespace strata::json {

void decode(Reader& reader, std::optional<Bytes>& out) {
    out.reset();
    std::string_view text;
    if (!reader.read_string(text)) return;
    out = base64_decode(text);
    if (!out) reader.problem("contentEncoding", "must be base64");
}

void decode(Reader& reader, std::optional<Json>& out) {
    out.emplace();
    if (!reader.read_json(*out)) out.reset();
}

}  // namespace strata::json
