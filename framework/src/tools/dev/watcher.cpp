#include "tools/dev/watcher.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace strata::tools::dev {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t changes =
    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;

auto is_temporary(std::string_view name) -> bool {
    return name.empty() || name.front() == '.' || name.ends_with('~') || name.ends_with(".swp") ||
           name.ends_with(".tmp") || name == "4913";  // vim's trial file
}

}  // namespace

Watcher::Watcher(const std::vector<fs::path>& paths)
    : descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "inotify");
    for (const auto& path : paths) add(path);
}

Watcher::~Watcher() { ::close(descriptor_); }

void Watcher::add(const fs::path& path) {
    const int watch = ::inotify_add_watch(descriptor_, path.c_str(), changes);
    if (watch < 0) {
        if (errno == ENOENT) return;
        throw std::system_error(errno, std::generic_category(), "watching " + path.string());
    }
    watched_[watch] = path;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(path, ignored))
        if (entry.is_directory(ignored)) add(entry.path());
}

auto Watcher::changed() -> std::string {
    std::string first;
    alignas(inotify_event) std::array<char, 4096> buffer;
    while (true) {
        const auto size = ::read(descriptor_, buffer.data(), buffer.size());
        if (size <= 0) return first;
        for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            const std::string name = event.len != 0 ? buffer.data() + at + sizeof event : "";
            at += sizeof event + event.len;
            const auto folder = watched_.find(event.wd);
            if (folder == watched_.end() || is_temporary(name)) continue;
            const auto path = folder->second / name;
            if ((event.mask & IN_ISDIR) != 0 && (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0)
                add(path);
            if (first.empty()) first = path.lexically_normal().string();
        }
    }
}

}  // namespace strata::tools::dev
