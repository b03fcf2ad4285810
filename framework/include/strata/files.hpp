#pragma once
// Files, read and written on the worker pool's blocking threads, so that the loop never waits for a
// disk. `where` is a handler's Context or a WorkerPool, and outlives what it is passed to. Loop
// thread.
//
//     auto text = co_await read_file(context, "data/terms.txt", 1'000'000);
//     co_await write_file(context, "data/terms.txt", std::move(text));
//
//     auto pieces = stream_file(context, "data/export.csv");
//     while (auto piece = co_await pieces.next()) co_await response.write(*piece);
//
//     FileWriter file("data/upload.bin");
//     while (auto piece = co_await upload.next()) co_await file.write(context, *std::move(piece));
//     co_await file.keep(context);
//
// Back-pressure: a stream reads a piece when it is asked for one, a writer is done with one before
// it takes the next. A path is the service's own: one made of a client's words leads anywhere.
// Throws std::system_error, which names the path, and PoolFull.
#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "strata/loop/open_file.hpp"
#include "strata/loop/stream.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/worker_pool.hpp"

namespace strata {

namespace detail {

// REQUIRES: `job` lives until the Task has ended.
template <class Where, class F>
auto on_disk(Where& where, F& job) {
    if constexpr (std::is_same_v<Where, WorkerPool>) {
        return where.run("file", Lane::blocking, job);
    } else {
        return where.offload(Lane::blocking, job);
    }
}

}  // namespace detail

// All of it; a file of more than `most` bytes is an error.
template <class Where>
[[nodiscard]] auto read_file(Where& where, std::string path, std::size_t most)
    -> Task<std::string> {
    auto job = [&] { return OpenFile::to_read(path).read_all(most); };
    co_return co_await detail::on_disk(where, job);
}

// In place of what is there: whole and on the disk, or, when it throws, not at all.
template <class Where>
[[nodiscard]] auto write_file(Where& where, std::string path, std::string bytes) -> Task<void> {
    auto job = [&] {
        OpenFile file = OpenFile::to_replace(path);
        file.write(bytes);
        file.keep();
    };
    co_await detail::on_disk(where, job);
}

// In pieces of `piece` bytes, the last one of fewer.
template <class Where>
[[nodiscard]] auto stream_file(Where& where, std::string path, std::size_t piece = 64 * 1024)
    -> Stream<std::string> {
    std::optional<OpenFile> file;
    auto job = [&] {
        if (!file) file.emplace(OpenFile::to_read(path));
        return file->read(piece);
    };
    while (true) {
        std::string bytes = co_await detail::on_disk(where, job);
        if (bytes.empty()) break;
        co_yield std::move(bytes);
    }
}

// A file that is written in pieces, and is there when it is whole. It outlives its Tasks, of which
// one runs at a time. Without keep() nothing is left of it.
class FileWriter final {
  public:
    explicit FileWriter(std::string path) : path_(std::move(path)) {}

    template <class Where>
    [[nodiscard]] auto write(Where& where, std::string bytes) -> Task<void> {
        auto job = [&] { open().write(bytes); };
        co_await detail::on_disk(where, job);
    }
    // Puts it in its place, as write_file() does. REQUIRES: not kept before.
    template <class Where>
    [[nodiscard]] auto keep(Where& where) -> Task<void> {
        auto job = [&] { open().keep(); };
        co_await detail::on_disk(where, job);
    }

  private:
    auto open() -> OpenFile& {
        if (!file_) file_.emplace(OpenFile::to_replace(path_));
        return *file_;
    }

    const std::string path_;
    std::optional<OpenFile> file_{};
};

}  // namespace strata
