#pragma once
// StaticRoot: files under one folder, opened so that no name, symbolic link or race leads out of it
// (openat2 with RESOLVE_BENEATH). Loop thread; opening reads the disk's cache and is not waited for
// elsewhere.
#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace strata::http {

// An open regular file, and what its name, size and time of change say of it.
class StaticFile final {
  public:
    StaticFile(int descriptor, std::uint64_t size, std::int64_t seconds, std::int64_t nanoseconds);
    StaticFile(StaticFile&& other) noexcept;
    auto operator=(StaticFile&&) -> StaticFile& = delete;
    ~StaticFile();

    [[nodiscard]] auto size() const noexcept -> std::uint64_t { return size_; }
    [[nodiscard]] auto modified() const noexcept -> std::int64_t { return seconds_; }
    [[nodiscard]] auto etag() const -> std::string;
    // Bytes from `offset`, at most `size`; fewer only at the end or on an error.
    [[nodiscard]] auto read(std::uint64_t offset, std::size_t size) const -> std::string;

  private:
    int descriptor_;
    std::uint64_t size_;
    std::int64_t seconds_;
    std::int64_t nanoseconds_;
};

class StaticRoot final {
  public:
    // Throws std::runtime_error with one clear line if the folder can't be opened.
    explicit StaticRoot(const std::string& folder);
    StaticRoot(const StaticRoot&) = delete;
    auto operator=(const StaticRoot&) -> StaticRoot& = delete;
    ~StaticRoot();

    // `path` is decoded and relative; "" and what ends with "/" mean the index.html there. No file:
    // nothing there, no regular file, or a name that is hidden (a segment that begins with a dot).
    [[nodiscard]] auto open(const std::string& path) const -> std::optional<StaticFile>;
    // A folder without the slash at its end, which has an index.html.
    [[nodiscard]] auto is_folder(const std::string& path) const -> bool;

  private:
    [[nodiscard]] auto open_beneath(const std::string& path, int flags) const -> int;
    int folder_;
};

// By the extension; application/octet-stream for an unknown one.
[[nodiscard]] auto media_type_of(std::string_view path) noexcept -> std::string_view;

}  // namespace strata::http
