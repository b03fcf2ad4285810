#include "testing/test_database.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <stdexcept>

#include "runtime/core.hpp"
#include "strata/loop/run_task.hpp"
#include "testing/postgres.hpp"
#include "testing/running_service.hpp"

namespace strata::testing {

namespace {

namespace fs = std::filesystem;

// The files of this process, in memory where there is a place for that.
class Folder final {
  public:
    Folder() {
        const bool memory = ::access("/dev/shm", W_OK) == 0;
        path_ = (memory ? fs::path("/dev/shm") : fs::temp_directory_path()) / "strata-test-XXXXXX";
        if (::mkdtemp(path_.data()) == nullptr)
            throw std::runtime_error("can't make a folder like " + path_);
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    auto operator=(const Folder&) -> Folder& = delete;
    [[nodiscard]] auto path() const -> const std::string& { return path_; }

  private:
    std::string path_;
};

auto folder() -> const Folder& {
    static const Folder folder;
    return folder;
}

auto next_name() -> std::string {
    static std::atomic<unsigned> made = 0;
    return "test_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
}

auto engine_of(const Options& options) -> std::string {
    const char* variable = std::getenv("STRATA_TEST_ENGINE");
    std::string engine = options.engine.empty() && variable != nullptr ? variable : options.engine;
    if (engine.empty()) engine = "sqlite";
    if (engine != "sqlite" && engine != "postgres")
        throw std::runtime_error("the engine of a test is sqlite or postgres, not " + engine);
    return engine;
}

auto open_and_close(runtime::Core& core) -> Task<> {
    core.open_workers();
    std::exception_ptr failure;
    try {
        co_await core.open_database();
    } catch (...) {
        failure = std::current_exception();
    }
    (void)co_await core.close_workers(std::chrono::seconds(10));
    co_await core.close_database();
    if (failure) std::rethrow_exception(failure);
}

auto needs_database(const contract::Registry& registry, const Options& options) -> bool {
    EventLoop loop;
    config::Settings settings;
    const runtime::Core core(registry, settings, loop);
    load_settings(settings, registry, options, "");
    return core.has_database();
}

void run_scripts(const contract::Registry& registry, const Options& options,
                 const std::string& url) {
    EventLoop loop;
    config::Settings settings;
    runtime::Core core(registry, settings, loop);
    load_settings(settings, registry, options, url);
    run_task(loop, open_and_close(core));
}

auto make_template(const contract::Registry& registry, const Options& options,
                   const std::string& engine) -> std::string {
    std::string name = next_name();
    if (engine == "sqlite") {
        std::string file = folder().path() + "/" + name + ".template";
        run_scripts(registry, options, "sqlite:" + file);
        return file;
    }
    postgres().run("CREATE DATABASE " + name);
    run_scripts(registry, options, postgres().url_of(name));
    return name;
}

// A template's file or name; made when it is first asked for.
auto template_of(const contract::Registry& registry, const Options& options,
                 const std::string& engine) -> std::string {
    static std::mutex mutex;
    static std::map<std::pair<const contract::Registry*, std::string>, std::string> made;
    const std::lock_guard lock(mutex);
    std::string& known = made[{&registry, engine}];
    if (known.empty()) known = make_template(registry, options, engine);
    return known;
}

}  // namespace

TestDatabase::TestDatabase(const contract::Registry& registry, const Options& options) {
    if (!needs_database(registry, options)) return;
    const std::string engine = engine_of(options);
    const std::string original = template_of(registry, options, engine);
    std::string name = next_name();
    if (engine == "sqlite") {
        file_ = folder().path() + "/" + name + ".db";
        fs::copy_file(original, file_);
        url_ = "sqlite:" + file_;
    } else {
        postgres().run("CREATE DATABASE " + name + " TEMPLATE " + original);
        name_ = name;
        url_ = postgres().url_of(name);
    }
}

TestDatabase::~TestDatabase() {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"}) {
        if (!file_.empty()) fs::remove(file_ + suffix, ignored);
    }
    try {
        if (!name_.empty()) postgres().run("DROP DATABASE " + name_ + " WITH (FORCE)");
    } catch (const std::exception&) {  // the server is gone: so is the database
    }
}

}  // namespace strata::testing
