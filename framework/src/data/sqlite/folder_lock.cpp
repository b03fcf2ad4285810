#include "data/sqlite/folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

#include "strata/data/error.hpp"

namespace strata::data::sqlite {
namespace {

// Not with a lock that waits: that could not be interrupted.
constexpr std::chrono::milliseconds poll{10};

[[noreturn]] void fail(const std::string& folder) {
    throw DatabaseError(ErrorKind::unavailable, "cannot lock the folder " + folder + ": " +
                                                    std::generic_category().message(errno));
}

}  // namespace

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void FolderLock::take(const std::string& folder, const std::atomic<bool>* stop) {
    descriptor_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor_ < 0) fail(folder);
    while (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) fail(folder);
        if (stop != nullptr && *stop)
            throw DatabaseError(ErrorKind::interrupted, "cancelled while it waited");
        std::this_thread::sleep_for(poll);
    }
}

}  // namespace strata::data::sqlite
