#include "strata/loop/open_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace strata {

namespace {

constexpr mode_t as_usual = 0666;  // less the process' umask
constexpr std::size_t piece = 64 * 1024;

[[noreturn]] void fail(const std::string& path, const char* what) {
    throw std::system_error(errno, std::generic_category(), path + ": " + what);
}

// Beside the path, and nobody else's: of this process, and counted in it.
auto temporary_beside(const std::string& path) -> std::string {
    static std::atomic<unsigned> made{0};
    return path + "." + std::to_string(::getpid()) + "-" + std::to_string(++made) + ".new";
}

// A rename is on the disk when its folder is.
void sync_folder_of(const std::string& path) {
    auto folder = std::filesystem::path(path).parent_path();
    if (folder.empty()) folder = ".";
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    (void)::fsync(descriptor);
    ::close(descriptor);
}

}  // namespace

auto OpenFile::to_read(std::string path) -> OpenFile {
    // O_NONBLOCK: a FIFO without a writer must not hold a worker.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) strata::fail(path, "can't be opened");
    OpenFile file(std::move(path), "", descriptor);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) file.fail("can't be examined");
    if (!S_ISREG(status.st_mode)) {
        errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
        file.fail("is no file");
    }
    return file;
}

auto OpenFile::to_replace(std::string path) -> OpenFile {
    std::string temporary = temporary_beside(path);
    const int descriptor =
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, as_usual);
    if (descriptor < 0) strata::fail(path, "can't be written");
    return {std::move(path), std::move(temporary), descriptor};
}

OpenFile::OpenFile(std::string path, std::string temporary, int descriptor)
    : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

OpenFile::OpenFile(OpenFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

OpenFile::~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OpenFile::fail(const char* what) const { strata::fail(path_, what); }

auto OpenFile::read(std::size_t most) -> std::string {
    std::string bytes(most, '\0');
    std::size_t done = 0;
    while (done < most) {
        const ssize_t n = ::read(descriptor_, bytes.data() + done, most - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("can't be read");
        if (n == 0) break;
        done += static_cast<std::size_t>(n);
    }
    bytes.resize(done);
    return bytes;
}

auto OpenFile::read_all(std::size_t most) -> std::string {
    std::string all;
    for (std::string bytes = read(piece); !bytes.empty(); bytes = read(piece)) {
        all += bytes;
        if (all.size() <= most) continue;
        errno = EFBIG;
        fail("is larger than is allowed");
    }
    return all;
}

void OpenFile::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::write(descriptor_, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("can't be written");
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

void OpenFile::keep() {
    if (::fsync(descriptor_) != 0) fail("can't be written");
    if (::rename(temporary_.c_str(), path_.c_str()) != 0) fail("can't be replaced");
    temporary_.clear();
    sync_folder_of(path_);
}

}  // namespace strata
