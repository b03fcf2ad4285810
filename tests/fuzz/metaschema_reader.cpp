// Metaschema notation: whatever the text is, it is read as data or refused with a place; what is
// read is JSON, and what it is lowered to without a fault is a schema.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "strata/schema/schema.hpp"
#include "tools/metaschema/data_reader.hpp"
#include "tools/metaschema/meta_module.hpp"

namespace {

using namespace strata;

void demand(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    tools::Diagnostics diagnostics;
    (void)tools::is_metaschema(text);
    auto node = tools::parse_data("Thing.schema", text, diagnostics);
    demand(node.has_value() == diagnostics.empty());
    if (!node) {
        demand(diagnostics.sorted().front().location.line > 0);
        return 0;
    }
    const auto json = node->to_json();
    demand(json::Json::parse(json.to_string()).has_value());
    tools::MetaModule types(diagnostics);
    types.add_type("Thing", *std::move(node));
    const auto definitions = types.definitions();
    if (!diagnostics.empty() || !definitions.find("Thing")) return 0;
    auto document = json::Json::object();
    document["$defs"] = definitions.to_json();
    document["$ref"] = "#/$defs/Thing";
    // What another file holds is not there.
    if (document.to_string().find(".schema#/$defs/") != std::string::npos) return 0;
    // A default or an enum may hold anything; the keywords are right.
    demand(schema::Schema::compile(document).has_value());
    return 0;
}
