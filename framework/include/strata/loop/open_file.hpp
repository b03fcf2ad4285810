#pragma once
// OpenFile: a file as a worker thread reads and writes it: it blocks. strata/files.hpp awaits it.
// One thread at a time; moved, not copied. Everything throws std::system_error that names the path.
#include <cstddef>
#include <string>
#include <string_view>

namespace strata {

class OpenFile final {
  public:
    // A file that is there.
    [[nodiscard]] static auto to_read(std::string path) -> OpenFile;
    // A new file beside `path`, which keep() puts in its place; without keep() it goes away.
    [[nodiscard]] static auto to_replace(std::string path) -> OpenFile;
    OpenFile(OpenFile&& other) noexcept;
    OpenFile(const OpenFile&) = delete;
    auto operator=(const OpenFile&) -> OpenFile& = delete;
    ~OpenFile();

    // The next bytes, `most` of them unless the file ends before; empty at its end.
    [[nodiscard]] auto read(std::size_t most) -> std::string;
    // All that is left; std::errc::file_too_large past `most`.
    [[nodiscard]] auto read_all(std::size_t most) -> std::string;
    void write(std::string_view bytes);
    // What was written is on the disk, and then under its path, whole: whoever reads the path sees
    // the old file or the new one.
    void keep();

  private:
    OpenFile(std::string path, std::string temporary, int descriptor);
    [[noreturn]] void fail(const char* what) const;

    std::string path_;
    std::string temporary_;  // where it is until keep(); empty: at its path
    int descriptor_;
};

}  // namespace strata
