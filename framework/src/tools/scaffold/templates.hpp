#pragma once
// Templates: what `strata new` and `strata add` write. They stand in cli/templates, installed in
// share/strata/templates. In a template's text "{{key}}" is a value, also in its path, where the
// word "module" is the module's name.
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace strata::tools::scaffold {

struct NewFile {
    std::filesystem::path path{};  // relative to the service's folder
    std::string text{};
    bool executable = false;
};

using Values = std::map<std::string, std::string, std::less<>>;

// Every "{{key}}" replaced. Throws std::logic_error for a key that is not in `values`.
[[nodiscard]] auto render(std::string_view text, const Values& values) -> std::string;

// The files of a template folder ("service", "module"), rendered, in the order of their paths.
// Throws std::runtime_error without such a folder beside the running program.
[[nodiscard]] auto from_template(std::string_view name, const Values& values)
    -> std::vector<NewFile>;

// The meta-schema of contracts, for the editor.
[[nodiscard]] auto contract_meta_schema() -> std::string;

// Writes all of them, or, when one is there already or can't be written, or `last` throws, none.
// Throws std::runtime_error that names the file.
void write_new(const std::filesystem::path& folder, const std::vector<NewFile>& files,
               const std::function<void()>& last = {});

[[nodiscard]] auto read_file(const std::filesystem::path& path) -> std::string;

}  // namespace strata::tools::scaffold
