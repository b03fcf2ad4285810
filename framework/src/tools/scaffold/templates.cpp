#include "tools/scaffold/templates.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace strata::tools::scaffold {
namespace {

namespace fs = std::filesystem;

// Beside the running program: installed as bin/strata, or in the build folder of the sources.
auto beside_program(const fs::path& installed, const fs::path& in_sources) -> fs::path {
    const auto folder = fs::read_symlink("/proc/self/exe").parent_path();
    const auto share = folder.parent_path() / "share/strata" / installed;
    if (fs::exists(share)) return share;
    // In the build of a service that takes the framework's sources: cli/CMakeLists.txt.
    const auto linked = folder / "share/strata" / installed;
    if (fs::exists(linked)) return linked;
    const auto sources = folder.parent_path().parent_path() / in_sources;
    if (fs::exists(sources)) return sources;
    throw std::runtime_error("no " + share.string() + ": install Strata again");
}

// "tests/domain/module_test.cpp" -> "tests/domain/orders_test.cpp"
auto with_module(std::string path, const Values& values) -> std::string {
    constexpr std::string_view word = "module";
    const auto module = values.find("module");
    if (module == values.end()) return path;
    auto ends = [](char c) { return std::isalpha(static_cast<unsigned char>(c)) == 0; };
    for (std::size_t at = 0; (at = path.find(word, at)) != std::string::npos;) {
        const auto end = at + word.size();
        if ((at == 0 || ends(path[at - 1])) && (end == path.size() || ends(path[end]))) {
            path.replace(at, word.size(), module->second);
            at += module->second.size();
        } else {
            at = end;
        }
    }
    return path;
}

void write_one(const fs::path& path, const NewFile& file) {
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << file.text;
    out.close();
    if (!out) throw std::runtime_error(path.string() + ": " + std::strerror(errno));
    if (file.executable) {
        using fs::perms;
        fs::permissions(path, perms::owner_exec | perms::group_exec | perms::others_exec,
                        fs::perm_options::add);
    }
}

}  // namespace

auto render(std::string_view text, const Values& values) -> std::string {
    std::string out;
    while (true) {
        const auto open = text.find("{{");
        out.append(text.substr(0, open));
        if (open == std::string_view::npos) return out;
        const auto close = text.find("}}", open);
        const auto key = text.substr(open + 2, close - open - 2);
        const auto value = values.find(key);
        if (close == std::string_view::npos || value == values.end())
            throw std::logic_error("a template has no value for " + std::string(key));
        out.append(value->second);
        text.remove_prefix(close + 2);
    }
}

auto from_template(std::string_view name, const Values& values) -> std::vector<NewFile> {
    const auto folder = beside_program("templates", "cli/templates") / name;
    std::vector<NewFile> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        const auto path = entry.path().lexically_relative(folder).generic_string();
        const bool executable =
            (entry.status().permissions() & fs::perms::owner_exec) != fs::perms::none;
        files.push_back({render(with_module(path, values), values),
                         render(read_file(entry.path()), values), executable});
    }
    std::ranges::sort(files, {}, &NewFile::path);
    return files;
}

auto contract_meta_schema() -> std::string {
    constexpr auto name = "contract.schema.json";
    return read_file(beside_program(name, fs::path("framework/share") / name));
}

void write_new(const fs::path& folder, const std::vector<NewFile>& files) {
    for (const NewFile& file : files) {
        const auto path = (folder / file.path).lexically_normal();
        if (fs::exists(fs::symlink_status(path)))
            throw std::runtime_error(path.string() + " is there already: nothing was written");
    }
    std::vector<fs::path> written;
    try {
        for (const NewFile& file : files) {
            written.push_back(folder / file.path);
            write_one(written.back(), file);
        }
    } catch (...) {
        std::error_code ignored;
        for (const auto& path : written) fs::remove(path, ignored);
        throw;
    }
}

auto read_file(const fs::path& path) -> std::string {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error(path.string() + ": " + std::strerror(errno));
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace strata::tools::scaffold
