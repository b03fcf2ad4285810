// A violation of each kind, planted in a service that keeps the rules: the build stops and names
// the line.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "layers/planted_service.hpp"

using tests::layers::PlantedService;

namespace {

struct Violation {
    std::string target;
    std::string path;
    std::string text;
    std::string line;
    std::vector<std::string> words;
};

auto service() -> const PlantedService& {
    static const PlantedService service("");
    return service;
}

void check_named(const PlantedService& planted, const Violation& violation) {
    CAPTURE(violation.text);
    planted.write(violation.path, violation.text);
    const auto built = planted.build(violation.target);
    planted.restore(violation.path);
    CAPTURE(built.output);
    CHECK(built.status != 0);
    CHECK(built.output.find(planted.file(violation.path) + ":" + violation.line + ": error: ") !=
          std::string::npos);
    for (const std::string& word : violation.words)
        CHECK(built.output.find(word) != std::string::npos);
}

auto domain_text(const std::string& body) -> std::string {
    return "#include \"domain/counter.hpp\"\nnamespace domain::counter {\n" + body +
           "\nauto incremented(const Count& count) -> Count { return count; }\n}\n";
}

void check_domain(const std::string& body, const std::string& word) {
    check_named(service(),
                {"planted_domain", "domain/counter.cpp", domain_text(body), "3", {word}});
}

}  // namespace

TEST_CASE("a service that keeps the rules builds") {
    for (const char* target : {"planted_domain", "planted_db", "planted_api"}) {
        const auto built = service().build(target);
        CHECK_MESSAGE(built.status == 0, built.output);
    }
}

TEST_CASE("what sanitizers put into a domain is no violation") {
    const PlantedService sanitized("-g1 -fsanitize=address,undefined");
    const auto built = sanitized.build("planted_domain");
    CHECK_MESSAGE(built.status == 0, built.output);
    check_named(
        sanitized,
        {"planted_domain", "domain/counter.cpp", domain_text("int count = 0;"), "3", {"writable"}});
}

TEST_CASE("the domain includes nothing that waits, reads or writes") {
    for (const char* header :
         {"fstream", "iostream", "thread", "mutex", "random", "ctime", "filesystem", "coroutine",
          "cstdlib", "atomic", "boost/asio.hpp", "sqlite3.h", "spdlog/spdlog.h", "unistd.h"}) {
        const auto include = "<" + std::string(header) + ">";
        check_named(service(), {"planted_domain",
                                "domain/counter.cpp",
                                "#include \"domain/counter.hpp\"\n\n#include " + include + "\n",
                                "3",
                                {"domain/ may not include " + include}});
    }
}

TEST_CASE("the domain includes no other layer and no service of the framework") {
    for (const char* header :
         {"db/counter.hpp", "api/counter.hpp", "strata/context.hpp", "strata/data/db.hpp",
          "strata/loop/task.hpp", "strata/log/log.hpp"}) {
        const auto include = "\"" + std::string(header) + "\"";
        check_named(service(), {"planted_domain",
                                "domain/counter.hpp",
                                "#pragma once\n#include " + include + "\n",
                                "2",
                                {"domain/ may not include " + include}});
    }
}

TEST_CASE("the domain names no clock") {
    check_domain("auto now() { return std::chrono::steady_clock::now(); }", "steady_clock");
}

TEST_CASE("the domain links no clock, file, socket, environment, random source, thread or stdio") {
    const std::vector<std::pair<std::string, std::string>> reaches{
        {"long time(long*)", "a clock"},
        {"int open(const char*, int, ...)", "files"},
        {"int socket(int, int, int)", "sockets"},
        {"char* getenv(const char*)", "the environment"},
        {"int rand()", "random numbers"},
        {"int thrd_create(void*, void*, void*)", "threads"},
        {"int pthread_mutexattr_getkind_np(void*, int*)", "threads"},
        {"int puts(const char*)", "standard input and output"},
        {"int system(const char*)", "the process"}};
    for (const auto& [declaration, reach] : reaches) {
        const auto name =
            declaration.substr(0, declaration.find('(')).substr(declaration.find(' ') + 1);
        check_domain("extern \"C\" " + declaration + "; auto use() { return &" + name +
                         "; } void* p() { return reinterpret_cast<void*>(use()); }",
                     "which reaches " + reach);
    }
}

TEST_CASE("the domain holds no writable variable") {
    check_domain("int count = 0;", "writable variable domain::counter::count");
    check_domain("auto next() -> int { static int last = 1; return ++last; }", "writable variable");
    check_domain("thread_local int each = 2; auto use() -> int& { return each; }",
                 "writable variable");
    check_domain("inline int shared = 2; auto use() -> int& { return shared; }",
                 "writable variable");
}

TEST_CASE("a handler includes no thread, no engine and no transport") {
    for (const char* include : {"<thread>", "<mutex>", "<iostream>", "<boost/asio.hpp>",
                                "<sqlite3.h>", "\"strata/runtime/listener.hpp\"",
                                "\"strata/http/server.hpp\"", "\"transport/raw.hpp\""}) {
        check_named(service(), {"planted_api",
                                "api/counter/increment.cpp",
                                "\n#include " + std::string(include) + "\n",
                                "2",
                                {"api/ may not include " + std::string(include)}});
    }
}

TEST_CASE("db/ and api/ hold no headers of their own") {
    check_named(service(), {"planted_api",
                            "api/counter/shared.hpp",
                            "#pragma once\n",
                            "1",
                            {"api/ holds no headers"}});
    check_named(
        service(),
        {"planted_db", "db/counter.hpp", "#pragma once\n", "1", {"db/ holds .sql files only"}});
}
