// What `strata dev` notices: every change of what it was told to watch, and nothing else.
#include "tools/dev/watcher.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <string>

using strata::tools::dev::Watcher;

namespace fs = std::filesystem;

namespace {

// The working folder, for a while.
class Folder final {
  public:
    Folder() : before_(fs::current_path()) {
        std::string name = (fs::temp_directory_path() / "watcher-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        fs::current_path(name);
    }
    ~Folder() {
        const auto folder = fs::current_path();
        fs::current_path(before_);
        fs::remove_all(folder);
    }
    Folder(const Folder&) = delete;
    auto operator=(const Folder&) -> Folder& = delete;

  private:
    fs::path before_;
};

void write(const fs::path& file) { std::ofstream(file) << "text"; }

}  // namespace

TEST_CASE("a file beside the folders is watched, also when an editor makes it anew") {
    const Folder folder;
    write("main.cpp");
    fs::create_directory("build");
    Watcher watcher({"main.cpp", "api"});
    CHECK(watcher.changed().empty());
    write("main.cpp");
    CHECK(watcher.changed() == "main.cpp");
    for (int save = 0; save < 2; ++save) {
        write("main.cpp.tmp");
        fs::rename("main.cpp.tmp", "main.cpp");
        CHECK(watcher.changed() == "main.cpp");
    }
    write("notes.txt");
    write("build/object");
    CHECK(watcher.changed().empty());
}

TEST_CASE("a folder is watched with those below it, and one that comes later too") {
    const Folder folder;
    fs::create_directories("api/items");
    Watcher watcher({"main.cpp", "api", "static"});
    write("api/items/list.cpp");
    CHECK(watcher.changed() == "api/items/list.cpp");
    write("api/items/list.cpp~");
    CHECK(watcher.changed().empty());
    fs::create_directory("api/orders");
    CHECK(watcher.changed() == "api/orders");
    write("api/orders/place.cpp");
    CHECK(watcher.changed() == "api/orders/place.cpp");
    fs::create_directory("static");
    CHECK(watcher.changed() == "static");
    write("static/index.html");
    CHECK(watcher.changed() == "static/index.html");
    fs::remove("static/index.html");
    CHECK(watcher.changed() == "static/index.html");
}
