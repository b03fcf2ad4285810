// `strata new` and `strata add` never overwrite, and write all or nothing: also beside others that
// do the same, and where a folder can't be written.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <thread>

#include "cli.hpp"

using namespace tests;

namespace fs = std::filesystem;

namespace {

class Service final {
  public:
    Service() { REQUIRE(strata_cli({"new", path()}).status == 0); }
    [[nodiscard]] auto path(const std::string& file = "") const -> std::string {
        return folder_.path("shop/" + file);
    }
    [[nodiscard]] auto add(const std::string& what, const std::string& name) const -> Finished {
        return strata_cli({"add", what, name, "--service", path()});
    }
    [[nodiscard]] auto text(const std::string& file) const -> std::string {
        std::ifstream in(path(file), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    [[nodiscard]] auto files() const -> std::vector<std::string> {
        std::vector<std::string> all;
        for (const auto& entry : fs::recursive_directory_iterator(path()))
            all.push_back(entry.path().string());
        std::ranges::sort(all);
        return all;
    }
    // All at the same time.
    template <class Name>
    auto add_many(const std::string& what, int count, Name name) const -> std::vector<Finished> {
        std::vector<Finished> results(static_cast<std::size_t>(count));
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < results.size(); ++i)
            threads.emplace_back([&, i] { results[i] = add(what, name(i)); });
        threads.clear();
        return results;
    }

  private:
    CliFolder folder_{};
};

// A process of another user, to whom permissions apply: root's own don't.
auto as_nobody(const Service& service, std::vector<std::string> arguments) -> Finished {
    std::vector<std::string> command{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                                     STRATA_BINARY};
    command.insert(command.end(), arguments.begin(), arguments.end());
    command.insert(command.end(), {"--service", service.path()});
    return run(command);
}

}  // namespace

TEST_CASE("methods that are added at the same time are all in the contract") {
    const Service service;
    const auto results = service.add_many(
        "method", 8, [](std::size_t i) { return std::string("items/do") + char('A' + i); });
    const auto contract = service.text("schemas/items.schema");
    for (std::size_t i = 0; i < results.size(); ++i) {
        INFO(results[i].output);
        CHECK(results[i].status == 0);
        CHECK(holds(contract, std::string("\"do") + char('A' + i) + "\""));
        CHECK(fs::exists(service.path(std::string("api/items/do_") + char('a' + i) + ".cpp")));
    }
    CHECK(std::distance(fs::directory_iterator(service.path("schemas")), {}) == 2);
}

TEST_CASE("migrations that are added at the same time have numbers of their own") {
    const Service service;
    for (const Finished& each : service.add_many(
             "migration", 8, [](std::size_t i) { return std::string("change_") + char('a' + i); }))
        CHECK(each.status == 0);
    std::vector<std::string> numbers;
    for (const auto& entry : fs::directory_iterator(service.path("db/migrations")))
        numbers.push_back(entry.path().filename().string().substr(0, 4));
    std::ranges::sort(numbers);
    CHECK(numbers ==
          std::vector<std::string>{"0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"});
}

TEST_CASE("of one module that is added many times at once, one is made, and whole") {
    const Service service;
    const auto results =
        service.add_many("module", 6, [](std::size_t) { return std::string("orders"); });
    CHECK(std::ranges::count(results, 0, &Finished::status) == 1);
    CHECK(fs::exists(service.path("api/orders/list.cpp")));
    CHECK(fs::exists(service.path("tests/orders_query_test.cpp")));
}

TEST_CASE("what is there in part stays as it is, and nothing is written beside it") {
    const Service service;
    fs::create_directories(service.path("tests/domain"));
    fs::create_symlink("/nonexistent/elsewhere", service.path("tests/domain/orders_test.cpp"));
    std::ofstream(service.path("api/items/rename.cpp")) << "mine";
    std::ofstream(service.path("schemas/items.schema.new")) << "mine too";
    const auto before = service.files();
    const auto contract = service.text("schemas/items.schema");

    const auto module = service.add("module", "orders");
    CHECK(module.status == 1);
    CHECK(holds(module.output, "tests/domain/orders_test.cpp is there already"));
    const auto method = service.add("method", "items/rename");
    CHECK(method.status == 1);
    CHECK(holds(method.output, "api/items/rename.cpp is there already"));

    CHECK(service.files() == before);
    CHECK(service.text("api/items/rename.cpp") == "mine");
    CHECK(service.text("schemas/items.schema") == contract);
    REQUIRE(service.add("method", "items/paint").status == 0);
    CHECK(service.text("schemas/items.schema.new") == "mine too");
}

TEST_CASE("a folder that can't be written leaves nothing half made" *
          doctest::skip(::geteuid() != 0)) {
    const Service service;
    for (fs::path folder = service.path(); folder != "/tmp" && folder != "/";
         folder = folder.parent_path())
        fs::permissions(folder, fs::perms::others_read | fs::perms::others_exec,
                        fs::perm_options::add);
    for (const auto& entry : fs::recursive_directory_iterator(service.path())) {
        if (entry.is_directory()) REQUIRE(::chown(entry.path().c_str(), 65534, 65534) == 0);
    }
    for (const char* closed : {"schemas", "tests", "db", "tests/domain"}) {
        INFO(closed);
        fs::permissions(service.path(closed), fs::perms::owner_write, fs::perm_options::remove);
        const auto before = service.files();
        const auto contract = service.text("schemas/items.schema");
        const auto module = as_nobody(service, {"add", "module", "orders"});
        CHECK(module.status == 1);
        CHECK(holds(module.output, ": Permission denied"));
        const bool of_methods = std::string(closed) == "schemas" || std::string(closed) == "tests";
        if (of_methods) CHECK(as_nobody(service, {"add", "method", "items/rename"}).status == 1);
        CHECK(service.files() == before);
        CHECK(service.text("schemas/items.schema") == contract);
        fs::permissions(service.path(closed), fs::perms::owner_write, fs::perm_options::add);
    }
    for (const char* what : {"module orders", "method items/rename"}) {
        const std::string words(what);
        const auto added = as_nobody(service, {"add", words.substr(0, 6), words.substr(7)});
        INFO(added.output);
        CHECK(added.status == 0);
    }
}

TEST_CASE("the tables of the longest module have names that PostgreSQL tells apart") {
    const Service service;
    CHECK(service.add("module", std::string(51, 'a')).status == 1);
    REQUIRE(service.add("module", std::string(50, 'a')).status == 0);
    const auto checked = strata_cli({"check", "--service", service.path()});
    CHECK_MESSAGE(checked.status == 0, checked.output);
}

TEST_CASE("a service is made neither over a file nor below one") {
    const CliFolder folder;
    folder.write("shop", "mine");
    for (const char* name : {"shop", "shop/deeper"}) {
        const auto made = strata_cli({"new", folder.path(name)});
        CHECK(made.status == 1);
        CHECK(holds(made.output, "shop"));
        CHECK(!holds(made.output, "filesystem error"));
    }
}
