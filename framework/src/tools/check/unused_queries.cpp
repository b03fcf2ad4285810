#include "tools/check/unused_queries.hpp"

#include "tools/layers/code_text.hpp"
#include "tools/layers/layer_sources.hpp"
#include "tools/model/names.hpp"

namespace strata::tools::check {

// Only api/ and main.cpp may call queries, and raw endpoints.
void check_unused(const std::filesystem::path& service,
                  const std::vector<sql::QueryModule>& modules, Diagnostics& diagnostics) {
    std::string code;
    for (const char* folder : {"api", "transport"}) {
        for (const std::filesystem::path& file : cpp_files(service / folder))
            code += code_text(read_source(file)) + "\n";
    }
    if (std::filesystem::exists(service / "main.cpp"))
        code += code_text(read_source(service / "main.cpp"));
    for (const sql::QueryModule& module : modules) {
        for (const sql::TypedQuery& query : module.queries) {
            const std::string name = snake_case(query.name);
            if (find_word(code, name) != std::string::npos) continue;
            diagnostics.error(query.location, query.name + ": is not used by api/ or main.cpp");
        }
    }
}

}  // namespace strata::tools::check
