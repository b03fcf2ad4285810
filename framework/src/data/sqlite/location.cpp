#include "data/sqlite/location.hpp"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <system_error>

#include "strata/data/error.hpp"

namespace strata::data::sqlite {

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
