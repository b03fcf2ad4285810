#include "strata/config/settings.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace strata::config {

using namespace std::chrono_literals;

namespace {

enum class Colour : std::uint8_t { red, green };

struct Plain {
    static constexpr std::string_view section = "plain";

    std::string text = "a";
    std::uint16_t port = 8000;
    std::int32_t offset = -1;
    double ratio = 0.5;
    bool on = false;
    std::chrono::milliseconds wait{5'000};
    Size room = 1024;
    Colour colour = Colour::red;
    std::vector<std::string> names{};
    std::string mode = "x";
    struct {
        std::uint32_t depth = 3;
    } inner{};

    static void describe(Section<Plain>& keys) {
        keys.doc("Of tests.");
        keys.key("text", &Plain::text, "A text | with a bar.").live();
        keys.key("port", &Plain::port, "A port.").at_least(1).flag("port");
        keys.key("offset", &Plain::offset, "An offset.").range(-10, 10);
        keys.key("ratio", &Plain::ratio, "A ratio.").at_most(1.0);
        keys.key("on", &Plain::on, "A switch.");
        keys.key("idleWait", &Plain::wait, "A duration.").range(1s, 1h);
        keys.key("room", &Plain::room, "A size.").at_most(Size(1 << 20));
        keys.key("colour", &Plain::colour, "A choice.")
            .choices({{"red", Colour::red}, {"green", Colour::green}});
        keys.key("names", &Plain::names, "A list.");
        keys.key("mode", &Plain::mode, "One of two.").choices({"x", "y"});
        keys.key(
            "inner.depth", [](Plain & p) -> auto& { return p.inner.depth; }, "Nested.");
        keys.rule([](const Plain& p) -> std::string {
            return p.on && p.offset == 0 ? "plain.on needs a plain.offset" : "";
        });
    }
};

struct Hidden {
    static constexpr std::string_view section = "vault";

    std::string token{};
    std::string url = "sqlite:x.db";

    static void describe(Section<Hidden>& keys) {
        keys.key("token", &Hidden::token, "A secret.").secret().check([](const std::string& token) {
            return token == "bad" ? "must not be " + token : std::string();
        });
        keys.key("url", &Hidden::url, "A URL.").has_password();
    }
};

auto faults_of(const Sources& sources) -> std::vector<std::string> {
    Settings settings;
    (void)settings.section<Plain>();
    (void)settings.section<Hidden>();
    try {
        settings.load(sources);
    } catch (const ConfigError& error) {
        return error.faults();
    }
    return {};
}

auto one_fault(const Sources& sources) -> std::string {
    const std::vector<std::string> faults = faults_of(sources);
    REQUIRE(faults.size() == 1);
    return faults.front();
}

auto from_json(std::string_view text) -> Sources {
    return Sources{.files = {{"config/default.json", text}}, .working_folder = false};
}
auto from_flag(const std::string& name, const std::string& value) -> Sources {
    return Sources{.working_folder = false, .flags = {{name, value}}};
}
auto from_variable(const std::string& name, const std::string& value) -> Sources {
    return Sources{.working_folder = false, .variables = {{name, value}}};
}

class TemporaryFile final {
  public:
    explicit TemporaryFile(const std::string& text) : path_(std::tmpnam(nullptr)) { write(text); }
    TemporaryFile(const TemporaryFile&) = delete;
    auto operator=(const TemporaryFile&) -> TemporaryFile& = delete;
    ~TemporaryFile() { std::remove(path_.c_str()); }
    void write(const std::string& text) const { std::ofstream(path_) << text; }
    [[nodiscard]] auto path() const -> const std::string& { return path_; }

  private:
    std::string path_;
};

}  // namespace

TEST_CASE("without sources every key has its default") {
    Settings settings;
    const Plain& plain = settings.section<Plain>();
    settings.load(Sources{.working_folder = false});
    CHECK(plain.port == 8000);
    CHECK(settings.origin("plain.port") == "default");
    CHECK(settings.environment() == "development");
}

TEST_CASE("each source wins over the one before") {
    const TemporaryFile file(R"({"plain": {"port": 4}})");
    Sources sources{.files = {{"config/default.json", R"({"plain": {"port": 2, "text": "d"}})"},
                              {"config/test.json", R"({"plain": {"port": 3}})"}},
                    .working_folder = false};
    const auto port = [&] {
        Settings settings;
        const Plain& plain = settings.section<Plain>();
        settings.load(sources);
        CHECK(plain.text == "d");
        return std::pair(plain.port, settings.origin("plain.port"));
    };
    CHECK(port() == std::pair(std::uint16_t{2}, std::string("config/default.json:1")));
    sources.variables.emplace_back("STRATA_ENV", "test");
    CHECK(port() == std::pair(std::uint16_t{3}, std::string("config/test.json:1")));
    sources.config_file = file.path();
    CHECK(port() == std::pair(std::uint16_t{4}, file.path() + ":1"));
    sources.variables.emplace_back("STRATA_PLAIN_PORT", "5");
    CHECK(port() == std::pair(std::uint16_t{5}, std::string("STRATA_PLAIN_PORT")));
    sources.flags.emplace_back("plain.port", "6");
    CHECK(port() == std::pair(std::uint16_t{6}, std::string("--plain.port")));
    sources.flags.emplace_back("port", "7");
    CHECK(port() == std::pair(std::uint16_t{7}, std::string("--port")));
}

TEST_CASE("every type is read from JSON, with comments and trailing commas") {
    Settings settings;
    const Plain& plain = settings.section<Plain>();
    settings.load(from_json(R"({
        "$schema": "config.schema.json",
        // a comment, with "quotes" and { brackets
        "plain": {
            "text": "b // no comment", "port": 1, "offset": -10, "ratio": 1, "on": true,
            "idleWait": "90s", "room": "64KiB", "colour": "green", /* here, too */
            "names": ["a", "b",], "mode": "y", "inner": {"depth": 7},
        },
    })"));
    CHECK(plain.text == "b // no comment");
    CHECK(plain.port == 1);
    CHECK(plain.offset == -10);
    CHECK(plain.ratio == 1.0);
    CHECK(plain.on);
    CHECK(plain.wait == 90s);
    CHECK(plain.room == 65'536);
    CHECK(plain.colour == Colour::green);
    CHECK(plain.names == std::vector<std::string>{"a", "b"});
    CHECK(plain.mode == "y");
    CHECK(plain.inner.depth == 7);
}

TEST_CASE("every type is read from variables") {
    Settings settings;
    const Plain& plain = settings.section<Plain>();
    settings.load(Sources{.working_folder = false,
                          .variables = {{"HOME", "/root"},
                                        {"STRATA_PLAIN_TEXT", "b"},
                                        {"STRATA_PLAIN_OFFSET", "-3"},
                                        {"STRATA_PLAIN_RATIO", "0.25"},
                                        {"STRATA_PLAIN_ON", "true"},
                                        {"STRATA_PLAIN_IDLE_WAIT", "2m"},
                                        {"STRATA_PLAIN_ROOM", "100"},
                                        {"STRATA_PLAIN_COLOUR", "green"},
                                        {"STRATA_PLAIN_NAMES", "a, b"},
                                        {"STRATA_PLAIN_INNER_DEPTH", "9"}}});
    CHECK(plain.text == "b");
    CHECK(plain.offset == -3);
    CHECK(plain.ratio == 0.25);
    CHECK(plain.on);
    CHECK(plain.wait == 2min);
    CHECK(plain.room == 100);
    CHECK(plain.colour == Colour::green);
    CHECK(plain.names == std::vector<std::string>{"a", "b"});
    CHECK(plain.inner.depth == 9);
}

TEST_CASE("an unknown key is refused with its place and a suggestion") {
    CHECK(one_fault(from_json("{\n \"plain\": {\n  \"prot\": 1 } }")) ==
          "config/default.json:3: unknown key plain.prot; did you mean \"plain.port\"?");
    CHECK(one_fault(from_json(R"({"plian": {}})"))
              .starts_with("config/default.json:1: unknown key plian; did you mean \"plain\"?"));
    CHECK(one_fault(from_json(R"({"plain.port": 1})")).find("unknown key") != std::string::npos);
    CHECK(one_fault(from_variable("STRATA_PLAIN_PROT", "1")) ==
          "STRATA_PLAIN_PROT: unknown variable; did you mean \"STRATA_PLAIN_PORT\"?");
    CHECK(one_fault(from_flag("plain.prot", "1")) ==
          "--plain.prot: unknown flag; did you mean \"plain.port\"?");
}

TEST_CASE("a wrong type or a value out of range is refused with its place") {
    CHECK(one_fault(from_json(R"({"plain": {"port": "8000"}})")) ==
          "config/default.json:1: plain.port must be a whole number from 0, not \"8000\"");
    CHECK(one_fault(from_json(R"({"plain": {"port": 70000}})")) ==
          "config/default.json:1: plain.port must be from 0 to 65535");
    CHECK(one_fault(from_json(R"({"plain": {"port": 0}})")) ==
          "config/default.json:1: plain.port must be at least 1");
    CHECK(one_fault(from_json(R"({"plain": {"port": 1.5}})")).find("1.5") != std::string::npos);
    CHECK(one_fault(from_json(R"({"plain": {"port": null}})")).find("null") != std::string::npos);
    CHECK(one_fault(from_json(R"({"plain": {"on": 1}})")).find("true or false") !=
          std::string::npos);
    CHECK(one_fault(from_json(R"({"plain": {"idleWait": 5}})")).find("unit") != std::string::npos);
    CHECK(one_fault(from_json(R"({"plain": {"names": [1]}})")).find("list of texts") !=
          std::string::npos);
    CHECK(one_fault(from_json(R"({"plain": 1})")) ==
          "config/default.json:1: plain must be an object");
    CHECK(one_fault(from_json(R"({"plain": {"text": {}}})")).find("an object") !=
          std::string::npos);
    CHECK(one_fault(from_flag("plain.idleWait", "10ms")) ==
          "--plain.idleWait: plain.idleWait must be at least 1s");
    CHECK(one_fault(from_flag("plain.room", "2MiB")) ==
          "--plain.room: plain.room must be at most 1MiB");
    CHECK(one_fault(from_flag("plain.colour", "gren")) ==
          "--plain.colour: plain.colour must be one of red, green, not \"gren\"; did you mean "
          "\"green\"?");
    CHECK(one_fault(from_flag("plain.mode", "z")).find("must be one of x, y") != std::string::npos);
    CHECK(one_fault(from_flag("plain.ratio", "1.5")).find("at most 1") != std::string::npos);
    CHECK(one_fault(from_flag("plain.ratio", "nan")).find("finite") != std::string::npos);
}

TEST_CASE("a combination that can't be is refused") {
    CHECK(one_fault(from_json(R"({"plain": {"on": true, "offset": 0}})")) ==
          "plain.on needs a plain.offset");
}

TEST_CASE("a file that is no JSON object is refused with line and column") {
    CHECK(one_fault(from_json("{\n  \"plain\": {,}}")).starts_with("config/default.json:2:13: "));
    CHECK(one_fault(from_json("[]")) == "config/default.json:1: must be a JSON object");
    CHECK(one_fault(from_json(R"({"plain": {"port": 1, "port": 2}})")).find("duplicate") !=
          std::string::npos);
    CHECK(one_fault(from_json("{ /* no end")).starts_with("config/default.json:1:3"));
}

TEST_CASE("all faults of all sources are reported at once, and nothing is taken over") {
    Settings settings;
    const Plain& plain = settings.section<Plain>();
    Sources sources = from_json(R"({"plain": {"port": 0, "text": "new"}, "nothing": 1})");
    sources.variables = {{"STRATA_PLAIN_ON", "maybe"}, {"STRATA_ENV", "no/such"}};
    sources.flags = {{"plain.room", "much"}, {"bogus", "1"}};
    sources.config_file = "/nowhere/config.json";
    std::vector<std::string> faults;
    try {
        settings.load(sources);
    } catch (const ConfigError& error) {
        faults = error.faults();
    }
    CHECK(faults.size() == 7);
    CHECK(plain.text == "a");
    CHECK(settings.origin("plain.text") == "default");
}

TEST_CASE("an environment needs its file, but for the usual ones") {
    CHECK(faults_of(from_variable("STRATA_ENV", "production")).empty());
    CHECK(one_fault(from_variable("STRATA_ENV", "staging")) ==
          "STRATA_ENV: there is no config/staging.json");
}

TEST_CASE("variables that Kubernetes sets for a service called strata are let pass") {
    CHECK(faults_of({.working_folder = false,
                     .variables = {{"STRATA_PORT", "tcp://10.0.0.1:80"},
                                   {"STRATA_PORT_80_TCP_ADDR", "10.0.0.1"},
                                   {"STRATA_SERVICE_HOST", "10.0.0.1"}}})
              .empty());
    CHECK_FALSE(faults_of(from_variable("STRATA_PORTAL", "1")).empty());
}

TEST_CASE("a secret comes from a file, and is never shown") {
    const TemporaryFile file("s3cret\n");
    const auto loads = [&](const Sources& sources) {
        Settings settings;
        const Hidden& hidden = settings.section<Hidden>();
        settings.load(sources);
        CHECK(hidden.token == "s3cret");
        CHECK(settings.value("vault.token") == "\"<redacted>\"");
    };
    loads(from_variable("STRATA_VAULT_TOKEN_FILE", file.path()));
    loads(from_variable("STRATA_VAULT_TOKEN", "s3cret"));
    loads(from_json(R"({"vault": {"token": {"file": ")" + file.path() + R"("}}})"));
}

TEST_CASE("what is refused about a secret doesn't tell it") {
    CHECK(one_fault(from_variable("STRATA_VAULT_TOKEN", "bad")) ==
          "STRATA_VAULT_TOKEN: vault.token must not be <redacted>");
    CHECK(one_fault(from_json(R"({"vault": {"token": 12345}})")) ==
          "config/default.json:1: vault.token must be a text, not <redacted>");
    CHECK(one_fault(from_variable("STRATA_VAULT_TOKEN_FILE", "/nowhere")) ==
          "STRATA_VAULT_TOKEN_FILE: can't read /nowhere");
    CHECK(one_fault(from_variable("STRATA_PLAIN_TEXT_FILE", "/nowhere")).find("unknown variable") !=
          std::string::npos);
    const TemporaryFile file("x");
    CHECK(one_fault({.working_folder = false,
                     .variables = {{"STRATA_VAULT_TOKEN", "x"},
                                   {"STRATA_VAULT_TOKEN_FILE", file.path()}}})
              .find("is set as well") != std::string::npos);
}

TEST_CASE("a URL is shown without its password") {
    const auto shown = [](const std::string& url) {
        Settings settings;
        (void)settings.section<Hidden>();
        settings.load(from_flag("vault.url", url));
        return settings.value("vault.url");
    };
    CHECK(shown("sqlite:data/x.db") == "\"sqlite:data/x.db\"");
    CHECK(shown("postgres://me:pw@host/db") == "\"postgres://me:<redacted>@host/db\"");
    CHECK(shown("postgres://me@host/db?password=pw&x=1") ==
          "\"postgres://me@host/db?password=<redacted>&x=1\"");
    CHECK(shown("postgres://host:5432/db") == "\"postgres://host:5432/db\"");
}

TEST_CASE("a reload takes over live keys and refuses the others") {
    Settings settings;
    const Plain& plain = settings.section<Plain>();
    settings.load(from_json("{}"));
    const Reload reload = settings.reload(from_json(R"({"plain": {"text": "new", "port": 99}})"));
    CHECK(plain.text == "new");
    CHECK(plain.port == 8000);
    CHECK(reload.changed == std::vector<std::string>{R"(plain.text: "a" -> "new")"});
    CHECK(reload.refused == std::vector<std::string>{"plain.port"});
    CHECK_THROWS_AS((void)settings.reload(from_json(R"({"plain": {"text": 1}})")), ConfigError);
    CHECK(plain.text == "new");
}

TEST_CASE("a rule over sections sees the new values, and its refusal takes them back") {
    Settings settings;
    const Plain& plain = settings.section<Plain>();
    settings.rule([&] { return plain.port == 13 ? "plain.port 13 is unlucky" : std::string(); });
    CHECK_THROWS_WITH_AS(settings.load(from_flag("port", "13")), "plain.port 13 is unlucky",
                         ConfigError);
    CHECK(plain.port == 8000);
    settings.load(from_flag("port", "14"));
    CHECK(plain.port == 14);
}

TEST_CASE("a section must be there before the configuration is read") {
    Settings settings;
    (void)settings.section<Plain>();
    settings.load(Sources{.working_folder = false});
    CHECK_THROWS_AS((void)settings.section<Hidden>(), std::logic_error);
}

TEST_CASE("the reference page tells each key's type, bounds, default and meaning") {
    Settings settings;
    (void)settings.section<Plain>();
    (void)settings.section<Hidden>();
    const std::string page = settings.reference_markdown();
    const auto holds = [&](std::string_view text) { return page.find(text) != std::string::npos; };
    CHECK(holds("## plain\n\nOf tests.\n"));
    CHECK(holds("| `plain.text` | text; *live* | `\"a\"` | A text \\| with a bar. |"));
    CHECK(holds("| `plain.port` | integer, from 1 | `8000` | A port. Short flag: `--port`. |"));
    CHECK(holds("| `plain.idleWait` | duration, 1s to 1h | `\"5s\"` | A duration. |"));
    CHECK(holds("| `plain.colour` | `red`, `green` | `\"red\"` | A choice. |"));
    CHECK(holds("| `vault.token` | text; secret |"));
}

}  // namespace strata::config
