// Every key of the configuration takes a value from flags and variables, and keeps it apart from
// all others. What each value does, the tests of tests/house/keys.txt show; those of the keys that
// only a process shows are here.
#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "support/service.hpp"

using namespace tests;

namespace {

// What the configuration page tells of a key: its type, with bounds, and its default.
struct Key {
    std::string type{};
    std::string value{};
};

auto keys() -> std::map<std::string, Key> {
    const auto page = run({MESSENGER_BINARY, "config", "reference"}, {}, "/");
    REQUIRE(page.status == 0);
    const std::regex row(R"(\| `([A-Za-z.]+)` \| (.*?) \| (.*?) \| .*)");
    std::map<std::string, Key> found;
    std::istringstream lines(page.output);
    std::smatch match;
    for (std::string line; std::getline(lines, line);) {
        if (std::regex_match(line, match, row)) found[match[1].str()] = {match[2], match[3]};
    }
    return found;
}

// Another choice of a list such as "`auto`, `json`, `pretty`" than the default.
auto another_choice(const Key& key) -> std::string {
    const std::regex choice("`([A-Za-z]+)`");
    for (std::sregex_iterator at(key.type.begin(), key.type.end(), choice), end; at != end; ++at) {
        if (key.value != "`\"" + (*at)[1].str() + "\"`") return (*at)[1];
    }
    return {};
}

// A value that is neither the default nor another key's; of the kinds with few values, not the
// default. Numbers stay within all bounds.
auto another_value(const std::string& name, const Key& key, int serial) -> std::string {
    static const std::map<std::string, std::string> special{
        {"server.host", "127.0.0.2"},
        {"admin.host", "127.0.0.3"},
        {"server.unixSocket", "/tmp/a.sock"},
        {"server.trustedProxies", "10.0.0.1"},
        {"server.cors.origins", "https://a.example"},
        {"webSocket.origins", "https://b.example"},
        {"server.static.root", "/var"},
        {"server.static.path", "/files/"},
        {"server.security.contentSecurityPolicy", "default-src *"},
        {"database.url", "sqlite:other.db"},
        {"workers.count", "1"}};  // see below
    if (const auto found = special.find(name); found != special.end()) return found->second;
    if (key.type.starts_with("boolean")) return key.value == "`true`" ? "false" : "true";
    if (key.type.starts_with("`")) return another_choice(key);
    static const std::set<std::string> in_seconds{
        "limits.idempotency.retention", "limits.rate.window", "security.session.idleTimeout",
        "security.session.lifetime", "server.cors.maxAge"};
    if (in_seconds.contains(name)) return std::to_string(100 + serial) + "s";
    if (key.type.starts_with("duration")) return std::to_string(2000 + serial) + "ms";
    if (key.type.starts_with("size")) return std::to_string(8200 + serial) + "B";
    std::smatch bounds;
    int low = 1;
    if (std::regex_search(key.type, bounds, std::regex("integer, ([0-9]+) to"))) {
        low = std::max(1, std::stoi(bounds[1]));
    }
    return std::to_string(low + serial % 19);
}

// As `config` prints it: a text in quotes, a list in brackets.
auto is_printed(const std::string& page, const std::string& name, const std::string& value,
                const std::string& origin) -> bool {
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string key;
        words >> key;
        if (key != name) continue;
        return line.contains(value) && line.ends_with(" " + origin);
    }
    return false;
}

auto variable_of(const std::string& name) -> std::string {
    std::string variable = "STRATA_";
    for (const char c : name) {
        if (std::isupper(static_cast<unsigned char>(c)) != 0) variable += '_';
        variable += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return variable;
}

auto threads(const Process::Environment& settings) -> std::ptrdiff_t {
    const TemporaryFolder folder;
    Process::Environment all{{"STRATA_DATABASE_URL", "sqlite:" + (folder.path() / "a").string()}};
    all.insert(settings.begin(), settings.end());
    Service service(MESSENGER_BINARY, all);
    const std::filesystem::directory_iterator tasks(
        "/proc/" + std::to_string(service.process().pid()) + "/task");
    return std::distance(begin(tasks), end(tasks));
}

}  // namespace

TEST_CASE("every key takes its value from its flag and from its variable, and no other key does") {
    const auto all = keys();
    CHECK(all.size() > 90);
    std::map<std::string, std::string> values;
    for (const auto& [name, key] : all) {
        values[name] = another_value(name, key, static_cast<int>(values.size()));
        CAPTURE(name);
        REQUIRE(!values[name].empty());
        CHECK(key.value != "`\"" + values[name] + "\"`");
    }
    std::vector<std::string> by_flags{MESSENGER_BINARY, "config"};
    Process::Environment by_variables;
    for (const auto& [name, value] : values) {
        by_flags.insert(by_flags.end(), {"--" + name, value});
        by_variables[variable_of(name)] = value;
    }
    const auto flags = run(by_flags, {}, "/");
    const auto variables = run({MESSENGER_BINARY, "config"}, by_variables, "/");
    CHECK_MESSAGE(flags.status == 0, flags.output);
    CHECK_MESSAGE(variables.status == 0, variables.output);
    for (const auto& [name, value] : values) {
        CAPTURE(name);
        CAPTURE(value);
        CHECK(is_printed(flags.output, name, value, "--" + name));
        CHECK(is_printed(variables.output, name, value, variable_of(name)));
    }
}

// More workers than one are refused together with what cannot be shared.
TEST_CASE("workers.count takes its value from its flag and from its variable") {
    const std::string url = "postgres://ann@localhost/shop";
    const auto flag =
        run({MESSENGER_BINARY, "config", "--database.url", url, "--workers.count", "3"}, {}, "/");
    CHECK(is_printed(flag.output, "workers.count", "3", "--workers.count"));
    const auto variable = run({MESSENGER_BINARY, "config"},
                              {{"STRATA_DATABASE_URL", url}, {"STRATA_WORKERS_COUNT", "3"}}, "/");
    CHECK(is_printed(variable.output, "workers.count", "3", "STRATA_WORKERS_COUNT"));
    const auto alone = run({MESSENGER_BINARY, "config", "--workers.count", "3"}, {}, "/");
    CHECK(alone.status == 1);
}

TEST_CASE("pool.cpuThreads, pool.blockingThreads and database.readers are threads") {
    const Process::Environment few{{"STRATA_POOL_CPU_THREADS", "1"},
                                   {"STRATA_POOL_BLOCKING_THREADS", "1"},
                                   {"STRATA_DATABASE_READERS", "1"}};
    const auto least = threads(few);
    for (const auto& [variable, value] : few) {
        auto more = few;
        more[variable] = "4";
        CAPTURE(variable);
        CHECK(threads(more) == least + 3);
    }
}
