#include "tools/check/unused_errors.hpp"

#include <algorithm>

#include "tools/layers/code_text.hpp"
#include "tools/layers/layer_sources.hpp"

namespace strata::tools::check {
namespace {

auto is_listed(const Module& module, const Error& error) -> bool {
    return std::ranges::any_of(module.methods, [&](const Method& method) {
        return std::ranges::find(method.errors, &error) != method.errors.end();
    });
}

}  // namespace

void check_unused_errors(const std::filesystem::path& service, const Model& model,
                         Diagnostics& diagnostics) {
    std::string code;
    for (const char* folder : {"api", "domain"}) {
        for (const std::filesystem::path& file : cpp_files(service / folder))
            code += code_text(read_source(file)) + "\n";
    }
    for (const auto& module : model.modules) {
        for (const auto& error : module->errors) {
            if (!is_listed(*module, *error)) {
                diagnostics.error(error->location,
                                  "the error " + error->code + " is listed by no method");
            } else if (error->constraint.empty() &&
                       find_word(code, error->code) == std::string::npos) {
                diagnostics.error(error->location, "the error " + error->code +
                                                       " is never given by api/ or domain/");
            }
        }
    }
}

}  // namespace strata::tools::check
