#include "tools/scaffold/templates.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <ranges>
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

[[noreturn]] void fail(const fs::path& path, int error) {
    throw std::runtime_error(path.string() + ": " + std::strerror(error));
}

// What was made so far, and is taken away again unless all of it could be.
class Made final {
  public:
    Made() = default;
    Made(const Made&) = delete;
    auto operator=(const Made&) -> Made& = delete;
    ~Made() {
        std::error_code ignored;
        for (const auto& path : std::views::reverse(paths_)) fs::remove(path, ignored);
    }

    void folder(const fs::path& path) {
        std::error_code ignored;
        if (path.empty() || fs::is_directory(path, ignored)) return;
        folder(path.parent_path());
        if (::mkdir(path.c_str(), 0777) == 0) {
            paths_.push_back(path);
        } else if (const int error = errno; !fs::is_directory(path, ignored)) {
            fail(path, error);
        }
    }
    // Never one that is there, also when another process makes it at this moment.
    void file(const fs::path& path, const NewFile& file) {
        const mode_t mode = file.executable ? 0777 : 0666;
        const int made = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
        if (made < 0 && errno == EEXIST) refuse(path);
        if (made < 0) fail(path, errno);
        ::close(made);
        paths_.push_back(path);
        std::ofstream out(path, std::ios::binary);
        out << file.text;
        out.close();
        if (!out) fail(path, errno);
    }
    [[noreturn]] static void refuse(const fs::path& path) {
        throw std::runtime_error(path.string() + " is there already: nothing was written");
    }
    void keep() { paths_.clear(); }

  private:
    std::vector<fs::path> paths_{};
};

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

void write_new(const fs::path& folder, const std::vector<NewFile>& files,
               const std::function<void()>& last) {
    for (const NewFile& file : files) {
        const auto path = (folder / file.path).lexically_normal();
        std::error_code ignored;
        if (fs::exists(fs::symlink_status(path, ignored))) Made::refuse(path);
    }
    Made made;
    for (const NewFile& file : files) {
        const auto path = (folder / file.path).lexically_normal();
        made.folder(path.parent_path());
        made.file(path, file);
    }
    if (last) last();
    made.keep();
}

auto read_file(const fs::path& path) -> std::string {
    std::ifstream in(path, std::ios::binary);
    if (!in) fail(path, errno);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace strata::tools::scaffold
