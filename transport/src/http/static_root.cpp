#include "http/static_root.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

// The decoded path can hold what a raw one can't: it is checked again, and never decoded again.
auto is_clean(std::string_view path) noexcept -> bool {
    if (path.find('\0') != path.npos || path.find('\\') != path.npos) return false;
    while (!path.empty()) {
        std::size_t end = path.find('/');
        std::string_view segment = path.substr(0, end);
        if (segment.starts_with('.')) return false;
        if (segment.empty()) return false;
        path.remove_prefix(end == path.npos ? path.size() : end + 1);
    }
    return true;
}

struct Type {
    std::string_view extension;
    std::string_view media_type;
};
constexpr std::array<Type, 28> types = {{
    {"html", "text/html; charset=utf-8"},
    {"htm", "text/html; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"webmanifest", "application/manifest+json"},
    {"txt", "text/plain; charset=utf-8"},
    {"md", "text/markdown; charset=utf-8"},
    {"csv", "text/csv; charset=utf-8"},
    {"xml", "application/xml"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"ico", "image/x-icon"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"ttf", "font/ttf"},
    {"wasm", "application/wasm"},
    {"pdf", "application/pdf"},
    {"zip", "application/zip"},
    {"mp4", "video/mp4"},
    {"mp3", "audio/mpeg"},
}};

}  // namespace

StaticFile::StaticFile(int descriptor, std::uint64_t size, std::int64_t seconds,
                       std::int64_t nanoseconds)
    : descriptor_(descriptor), size_(size), seconds_(seconds), nanoseconds_(nanoseconds) {}

StaticFile::StaticFile(StaticFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_),
      seconds_(other.seconds_),
      nanoseconds_(other.nanoseconds_) {}

StaticFile::~StaticFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

auto StaticFile::etag() const -> std::string {
    std::string out = "\"";
    for (std::uint64_t part :
         {size_, static_cast<std::uint64_t>(seconds_), static_cast<std::uint64_t>(nanoseconds_)}) {
        if (out.size() > 1) out.push_back('-');
        out += std::to_string(part);
    }
    return out + "\"";
}

auto StaticFile::read(std::uint64_t offset, std::size_t size) const -> std::string {
    std::string out(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        ssize_t bytes =
            ::pread(descriptor_, out.data() + done, size - done, static_cast<off_t>(offset + done));
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes <= 0) break;
        done += static_cast<std::size_t>(bytes);
    }
    out.resize(done);
    return out;
}

StaticRoot::StaticRoot(const std::string& folder)
    : folder_(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    if (folder_ < 0) {
        throw std::runtime_error("server.static.root " + folder + ": " + std::strerror(errno));
    }
}

StaticRoot::~StaticRoot() { ::close(folder_); }

auto StaticRoot::open_beneath(const std::string& path, int flags) const -> int {
    open_how how{};
    how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    return static_cast<int>(::syscall(SYS_openat2, folder_, path.c_str(), &how, sizeof(how)));
}

auto StaticRoot::open(const std::string& path) const -> std::optional<StaticFile> {
    std::string name = path;
    if (name.empty() || name.ends_with('/')) name += "index.html";
    if (!is_clean(name)) return std::nullopt;
    // O_NONBLOCK: a FIFO must not hold up the loop.
    int descriptor = open_beneath(name, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) return std::nullopt;
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return std::nullopt;
    }
    return StaticFile(descriptor, static_cast<std::uint64_t>(status.st_size), status.st_mtim.tv_sec,
                      status.st_mtim.tv_nsec);
}

auto StaticRoot::is_folder(const std::string& path) const -> bool {
    if (path.empty() || path.ends_with('/') || !is_clean(path)) return false;
    int descriptor = open_beneath(path, O_PATH | O_DIRECTORY);
    if (descriptor < 0) return false;
    ::close(descriptor);
    return open(path + "/").has_value();
}

auto media_type_of(std::string_view path) noexcept -> std::string_view {
    std::size_t dot = path.find_last_of("./");
    if (dot != path.npos && path[dot] == '.') {
        for (const Type& type : types) {
            if (equal_text(type.extension, path.substr(dot + 1))) return type.media_type;
        }
    }
    return "application/octet-stream";
}

}  // namespace strata::http
