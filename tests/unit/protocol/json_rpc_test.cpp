#include "protocol/json_rpc.hpp"

#include <doctest/doctest.h>

using namespace strata;
using namespace strata::protocol;

namespace {

struct Read {
    explicit Read(std::string given) : text(std::move(given)), envelope(read_envelope(text, 64)) {
        request = json_rpc::read_request(envelope);
    }
    std::string text;
    Envelope envelope;
    json_rpc::Request request{};
};

auto error_of(std::string text) -> int { return Read(std::move(text)).request.error; }

constexpr contract::Parameter two_parameters[] = {{.name = "a"}, {.name = "b"}};

auto params_of(std::string params) -> std::string {
    contract::Method method;
    method.parameters = two_parameters;
    std::string made;
    std::string_view taken;
    return json_rpc::take_params(method, params, made, taken) ? std::string(taken) : "too many";
}

}  // namespace

TEST_CASE("a request with an id, and a notification without") {
    const Read request(R"({"jsonrpc":"2.0","id":"x","method":"a/b","params":{"c":1}})");
    CHECK(request.request.error == 0);
    CHECK(request.request.id == R"("x")");
    CHECK(request.request.method == "a/b");
    CHECK(request.request.params == R"({"c":1})");
    CHECK(Read(R"({"jsonrpc":"2.0","method":"a/b"})").request.id.empty());
    for (std::string id : {"null", "0", "-1", "1.5", "1e3", "12345678901234567890123", R"("")"}) {
        CAPTURE(id);
        const Read read(R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"a/b"})");
        CHECK(read.request.error == 0);
        CHECK(read.request.id == id);
    }
}

TEST_CASE("what is no request has the specification's codes") {
    CHECK(error_of(R"({"jsonrpc":"2.0","method":"foobar,"params":"bar","baz])") == -32700);
    CHECK(error_of(R"({"jsonrpc":"2.0","method":1,"params":"bar"})") == -32600);
    CHECK(error_of("1") == -32600);
    CHECK(error_of(R"({"jsonrpc":"1.0","id":1,"method":"a/b"})") == -32600);
    CHECK(error_of(R"({"id":1,"method":"a/b"})") == -32600);
    for (std::string id : {std::string("{}"), std::string("[]"), std::string("true"),
                           "\"" + std::string(256, 'x') + "\"", std::string(129, '1')}) {
        CAPTURE(id);
        CHECK(error_of(R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":"a/b"})") == -32600);
    }
    CHECK(error_of(R"({"jsonrpc":"2.0","id":1,"method":"a/b","params":1})") == -32600);
    CHECK(error_of(R"({"jsonrpc":"2.0","id":1,"method":"a/b","more":1})") == -32600);
    CHECK(error_of(R"({"jsonrpc":"2.0","id":1,"method":"a/b","args":{}})") == -32600);
}

TEST_CASE("params by place get the names of the contract") {
    CHECK(params_of(R"([1,{"x":2}])") == R"({"a":1,"b":{"x":2}})");
    CHECK(params_of("[]") == "{}");
    CHECK(params_of("[1,2,3]") == "too many");
    CHECK(params_of(R"({"b":1})") == R"({"b":1})");
    CHECK(params_of("").empty());
}

TEST_CASE("a batch is what begins with a bracket") {
    CHECK(json_rpc::is_batch(" \n["));
    CHECK_FALSE(json_rpc::is_batch("{"));
    CHECK_FALSE(json_rpc::is_batch(""));
}

TEST_CASE("errors of the framework have codes of their own, declared ones their status") {
    contract::Problem problem;
    problem.status = 404;
    problem.code = "room_not_found";
    problem.message = "No such room";
    problem.data = "{\"n\":1}";
    std::string out;
    json_rpc::write_problem("1", problem, std::nullopt, out);
    CHECK(out == R"({"jsonrpc":"2.0","id":1,"error":{"code":404,"message":"No such room",)"
                 R"("data":{"code":"room_not_found","data":{"n":1}}}})");
    for (const auto& [name, code] : {std::pair{"unauthenticated", -32001},
                                     {"access_denied", -32002},
                                     {"too_many_requests", -32003},
                                     {"deadline_exceeded", -32004},
                                     {"overloaded", -32005},
                                     {"invalid_parameters", -32602},
                                     {"internal_error", -32603}}) {
        problem.code = name;
        CHECK(json_rpc::error_code(problem) == code);
    }
    problem.code = "unauthenticated";
    out.clear();
    json_rpc::write_problem({}, problem, std::chrono::seconds(2), out);
    CHECK(out.find(R"("id":null)") != std::string::npos);
    CHECK(out.find(R"("retryAfter":2)") != std::string::npos);
}
