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
    // Files and folders of the working folder, by their names: also those that come later. Throws
    // std::system_error.
    explicit Watcher(std::vector<std::string> names);
    Watcher(const Watcher&) = delete;
    auto operator=(const Watcher&) -> Watcher& = delete;
    ~Watcher();

    // For poll(): readable when something has changed.
    [[nodiscard]] auto descriptor() const noexcept -> int { return descriptor_; }
    // One path that has changed since the last call; empty: none. Editors' temporary files are no
    // changes.
    [[nodiscard]] auto changed() -> std::string;

  private:
    void watch(const std::filesystem::path& folder);
    void add(const std::filesystem::path& folder);  // and those below it

    const std::vector<std::string> names_;
    int descriptor_;
    std::map<int, std::filesystem::path> watched_;
};

}  // namespace strata::tools::dev
