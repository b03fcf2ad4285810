#include "strata/files.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "strata/loop/run_task.hpp"

using namespace strata;

namespace {

namespace fs = std::filesystem;

// A folder that goes away, a loop and a pool.
struct Place {
    Place() { REQUIRE(::mkdtemp(folder.data()) != nullptr); }
    Place(const Place&) = delete;
    auto operator=(const Place&) -> Place& = delete;
    ~Place() { fs::remove_all(folder); }
    [[nodiscard]] auto path(const std::string& name) const -> std::string {
        return folder + "/" + name;
    }
    void put(const std::string& name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary) << bytes;
    }
    [[nodiscard]] auto get(const std::string& name) const -> std::string {
        std::ifstream file(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    [[nodiscard]] auto files() const -> std::ptrdiff_t {
        return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
    }

    std::string folder = "/tmp/strata-files-XXXXXX";
    EventLoop loop{};
    WorkerPool pool{loop, {.cpu_threads = 1, .blocking_threads = 2, .queue = 16}};
};

auto content(std::size_t size) -> std::string {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i) bytes += static_cast<char>(i * 7);
    return bytes;
}

auto collect(WorkerPool& pool, std::string path, std::size_t piece, std::vector<std::size_t>& sizes)
    -> Task<std::string> {
    std::string all;
    auto pieces = stream_file(pool, std::move(path), piece);
    while (auto bytes = co_await pieces.next()) {
        sizes.push_back(bytes->size());
        all += *bytes;
    }
    co_return all;
}

auto write_pieces(WorkerPool& pool, FileWriter& file, int count) -> Task<void> {
    for (int i = 0; i < count; ++i) co_await file.write(pool, content(1000));
}

}  // namespace

TEST_CASE("files: a file is read whole, up to a size, and written whole") {
    Place place;
    const std::string bytes = content(100'000);
    run_task(place.loop, write_file(place.pool, place.path("a"), bytes));
    CHECK(place.get("a") == bytes);
    CHECK(run_task(place.loop, read_file(place.pool, place.path("a"), 100'000)) == bytes);
    CHECK_THROWS_WITH_AS((void)run_task(place.loop, read_file(place.pool, place.path("a"), 99'999)),
                         (place.path("a") + ": is larger than is allowed: File too large").c_str(),
                         std::system_error);
    run_task(place.loop, write_file(place.pool, place.path("a"), ""));
    CHECK(run_task(place.loop, read_file(place.pool, place.path("a"), 0)).empty());
    CHECK(place.files() == 1);
    CHECK(place.pool.statistics(Lane::blocking).done == 5);
    CHECK(place.pool.statistics(Lane::cpu).done == 0);
}

TEST_CASE("files: what is no file, or can't be reached, is an error that names it") {
    Place place;
    const auto read = [&](const std::string& path) {
        return run_task(place.loop, read_file(place.pool, path, 10));
    };
    CHECK_THROWS_WITH_AS(
        (void)read(place.path("none")),
        (place.path("none") + ": can't be opened: No such file or directory").c_str(),
        std::system_error);
    CHECK_THROWS_AS((void)read(place.folder), std::system_error);
    CHECK_THROWS_AS(run_task(place.loop, write_file(place.pool, place.path("x/y"), "1")),
                    std::system_error);
}

TEST_CASE("files: a stream reads a piece when it is asked for one") {
    Place place;
    const std::string bytes = content(2'500);
    place.put("a", bytes);
    std::vector<std::size_t> sizes;
    CHECK(run_task(place.loop, collect(place.pool, place.path("a"), 1'000, sizes)) == bytes);
    CHECK(sizes == std::vector<std::size_t>{1'000, 1'000, 500});
    const auto before = place.pool.statistics(Lane::blocking).done;
    const auto one = [](WorkerPool& pool, std::string path) -> Task<void> {
        auto pieces = stream_file(pool, std::move(path), 10);
        CHECK((co_await pieces.next())->size() == 10);
    };
    run_task(place.loop, one(place.pool, place.path("a")));
    CHECK(place.pool.statistics(Lane::blocking).done == before + 1);
    CHECK_THROWS_AS((void)run_task(place.loop, collect(place.pool, place.path("b"), 10, sizes)),
                    std::system_error);
}

TEST_CASE("files: a file that is written in pieces is there when it is kept, else never") {
    Place place;
    place.put("a", "old");
    {
        FileWriter file(place.path("a"));
        run_task(place.loop, write_pieces(place.pool, file, 3));
        CHECK(place.get("a") == "old");
        run_task(place.loop, file.keep(place.pool));
    }
    CHECK(place.get("a") == content(1000) + content(1000) + content(1000));
    {
        FileWriter given_up(place.path("b"));
        run_task(place.loop, write_pieces(place.pool, given_up, 1));
        CHECK(place.files() == 2);
    }
    CHECK(place.files() == 1);
}
