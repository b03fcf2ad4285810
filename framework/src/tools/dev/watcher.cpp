#include "tools/dev/watcher.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

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

// A file is watched through its folder: an editor's save makes another one of its name.
Watcher::Watcher(std::vector<std::string> names)
    : names_(std::move(names)), descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "inotify");
    watch(".");
    for (const auto& name : names_)
        if (fs::is_directory(name)) add(name);
}

Watcher::~Watcher() { ::close(descriptor_); }

void Watcher::watch(const fs::path& folder) {
    const int watch = ::inotify_add_watch(descriptor_, folder.c_str(), changes);
    if (watch >= 0) {
        watched_[watch] = folder;
    } else if (errno != ENOENT) {
        throw std::system_error(errno, std::generic_category(), "watching " + folder.string());
    }
}

void Watcher::add(const fs::path& folder) {
    watch(folder);
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
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
            const bool outermost = folder->second == ".";
            if (outermost && std::ranges::find(names_, name) == names_.end()) continue;
            const auto path = outermost ? fs::path(name) : folder->second / name;
            if ((event.mask & IN_ISDIR) != 0 && (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0)
                add(path);
            if (first.empty()) first = path.lexically_normal().string();
        }
    }
}

}  // namespace strata::tools::dev
