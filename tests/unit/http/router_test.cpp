#include "http/router.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "strata/loop/task.hpp"

using namespace strata::http;

namespace {

class Named final : public Endpoint {
  public:
    using Endpoint::Endpoint;
    auto serve(Connection&) -> strata::Task<void> override { return {}; }
};

void add(Router& router, Verb verb, std::string_view pattern) {
    router.add(verb, pattern, std::make_unique<Named>(std::string(pattern)));
}

auto found(const Router& router, std::string_view path, Verb verb = Verb::get) -> std::string {
    RouteMatch match;
    router.match(verb, path, match);
    if (match.endpoint == nullptr) return match.allowed == 0 ? "404" : "405";
    std::string text = match.endpoint->name;
    for (std::size_t i = 0; i < match.count; ++i) {
        text += " " + (*match.names)[i] + "=" + std::string(match.value(path, i));
    }
    return text;
}

}  // namespace

TEST_CASE("static segments go before parameters, and parameters before the rest") {
    Router router;
    add(router, Verb::get, "/");
    add(router, Verb::get, "/a/b");
    add(router, Verb::get, "/a/{x}");
    add(router, Verb::get, "/a/{x}/c");
    add(router, Verb::get, "/{path...}");
    CHECK(found(router, "/") == "/");
    CHECK(found(router, "/a/b") == "/a/b");
    CHECK(found(router, "/a/z") == "/a/{x} x=z");
    CHECK(found(router, "/a/b/c") == "/a/{x}/c x=b");
    CHECK(found(router, "/a/") == "/{path...} path=a/");
    CHECK(found(router, "/a/b/d") == "/{path...} path=a/b/d");
    CHECK(found(router, "/a/%62") == "/a/b");
    CHECK(found(router, "/a/b%2Fc") == "/a/{x} x=b%2Fc");
}

TEST_CASE("a path without the method says which it has") {
    Router router;
    add(router, Verb::get, "/rooms/{id}");
    add(router, Verb::del, "/rooms/{id}");
    add(router, Verb::post, "/rooms/new");
    CHECK(found(router, "/rooms/new") == "/rooms/{id} id=new");
    CHECK(found(router, "/rooms/new", Verb::post) == "/rooms/new");
    CHECK(found(router, "/rooms/new", Verb::put) == "405");
    CHECK(found(router, "/rooms/7", Verb::head) == "/rooms/{id} id=7");
    CHECK(found(router, "/rooms") == "404");
    CHECK(found(router, "/rooms/7/x") == "404");
    RouteMatch match;
    router.match(Verb::put, "/rooms/new", match);
    unsigned allowed = match.allowed;
    CHECK(allowed ==
          (1U << unsigned(Verb::get) | 1U << unsigned(Verb::del) | 1U << unsigned(Verb::post)));
}

TEST_CASE("malformed and taken patterns are refused") {
    Router router;
    add(router, Verb::get, "/a/{x}");
    for (const char* pattern :
         {"a", "", "/a/{}", "/a{x}", "/{x...}/b", "/a/{y}", "/{a}/{b}/{c}/{d}/{e}/{f}/{g}"}) {
        CAPTURE(pattern);
        CHECK_THROWS_AS(add(router, Verb::get, pattern), std::logic_error);
    }
}
