#pragma once
// Watcher: changes of files below folders, by inotify. New folders are watched as they come. One
// thread.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace strata::tools::dev {

class Watcher final {
  public:
    // Paths that are not there are left out. Throws std::system_error.
    explicit Watcher(const std::vector<std::filesystem::path>& paths);
    Watcher(const Watcher&) = delete;
    auto operator=(const Watcher&) -> Watcher& = delete;
    ~Watcher();

    // For poll(): readable when something has changed.
    [[nodiscard]] auto descriptor() const noexcept -> int { return descriptor_; }
    // One path that has changed since the last call; empty: none. Editors' temporary files are no
    // changes.
    [[nodiscard]] auto changed() -> std::string;

  private:
    void add(const std::filesystem::path& path);

    int descriptor_;
    std::map<int, std::filesystem::path> watched_;
};

}  // namespace strata::tools::dev
