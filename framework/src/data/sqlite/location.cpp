#include "data/sqlite/location.hpp"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <system_error>

#include "strata/data/error.hpp"

namespace strata::data::sqlite {
namespace {

constexpr std::string_view scheme = "sqlite:";

}  // namespace

auto is_sqlite(std::string_view url) -> bool { return url.starts_with(scheme); }

auto path_in(std::string_view url) -> std::string {
    constexpr std::string_view advice =
        "; write sqlite:PATH, as sqlite:data/x.db or sqlite:/data/x.db";
    const std::string path(url.substr(scheme.size()));
    const auto refuse = [advice](std::string_view problem) {
        throw DatabaseError(ErrorKind::unavailable,
                            "database.url: " + std::string(problem) + std::string(advice));
    };
    if (path.empty()) refuse("the path after sqlite: is missing");
    if (path.starts_with("//")) refuse("sqlite: takes no host ('//')");
    if (path.find('?') != std::string::npos) refuse("sqlite: takes no options ('?')");
    return path;
}

void create_folder_of(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    if (folder.empty()) return;
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) {
        throw DatabaseError(ErrorKind::unavailable, "cannot create the folder " + folder.string() +
                                                        ": " + failure.message());
    }
}

auto temporary_path() -> std::string {
    static std::atomic<unsigned> counter = 0;
    const char* shared_memory = "/dev/shm";
    const std::string folder = access(shared_memory, W_OK) == 0
                                   ? shared_memory
                                   : std::filesystem::temp_directory_path().string();
    return folder + "/strata-" + std::to_string(getpid()) + "-" + std::to_string(++counter) + ".db";
}

}  // namespace strata::data::sqlite
