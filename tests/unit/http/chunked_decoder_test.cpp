#include "http/parse/chunked_decoder.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace strata::http;

namespace {

struct Outcome {
    std::string body;
    int status = -1;  // 0: complete; -1: more bytes are wanted
    std::size_t left = 0;
};

auto decode(std::string_view raw, std::size_t step) -> Outcome {
    ChunkedDecoder decoder;
    Outcome outcome;
    std::string pending;
    for (std::size_t at = 0; at < raw.size(); at += step) {
        pending += raw.substr(at, step);
        ChunkedDecoder::Step done = decoder.decode(pending, pending.data());
        outcome.body += pending.substr(0, done.decoded);
        pending.erase(0, done.consumed);
        outcome.left = pending.size() + raw.size() - std::min(raw.size(), at + step);
        if (done.refusal) return {{}, done.refusal.status, 0};
        if (done.complete) {
            outcome.status = 0;
            return outcome;
        }
    }
    return outcome;
}

auto decode_all_ways(std::string_view raw) -> Outcome {
    Outcome whole = decode(raw, raw.size());
    for (std::size_t step : {1, 2, 3, 5}) {
        Outcome split = decode(raw, step);
        CHECK(split.status == whole.status);
        CHECK((split.status != 0 || split.body == whole.body));
    }
    return whole;
}

struct Case {
    std::string raw;
    int status;
    std::string body;
};

}  // namespace

TEST_CASE("chunked bodies") {
    const std::vector<Case> cases = {
        {"0\r\n\r\n", 0, ""},
        {"5\r\nhello\r\n0\r\n\r\n", 0, "hello"},
        {"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", 0, "hello world"},
        {"00005\r\nhello\r\n0\r\n\r\n", 0, "hello"},
        {"A\r\n0123456789\r\n0\r\n\r\n", 0, "0123456789"},
        {"a\r\n0123456789\r\n000\r\n\r\n", 0, "0123456789"},
        {"1;a\r\nx\r\n0\r\n\r\n", 0, "x"},
        {"1;a=b;c=\"d;\\\"e\"\r\nx\r\n0;z\r\n\r\n", 0, "x"},
        {"1 ; a = b\r\nx\r\n0\r\n\r\n", 0, "x"},
        {"1\r\nx\r\n0\r\nX-Sum: 1\r\n\r\n", 0, "x"},
        {"1\r\nx\r\n0\r\n", -1, "x"},
        {"5\r\nhel", -1, "hel"},
        {"\r\n", 400, ""},
        {"g\r\n", 400, ""},
        {"0x1\r\nx\r\n0\r\n\r\n", 400, ""},
        {"+1\r\nx\r\n0\r\n\r\n", 400, ""},
        {"-1\r\nx\r\n0\r\n\r\n", 400, ""},
        {" 1\r\nx\r\n0\r\n\r\n", 400, ""},
        {"1 \r\nx\r\n0\r\n\r\n", 400, ""},
        {"1\nx\r\n0\r\n\r\n", 400, ""},
        {"1\r\nx\n0\r\n\r\n", 400, ""},
        {"1\r\nxx\r\n0\r\n\r\n", 400, ""},
        {"1\r\nx0\r\n\r\n", 400, ""},
        {"1\r\rx\r\n0\r\n\r\n", 400, ""},
        {"1;\r\nx\r\n0\r\n\r\n", 400, ""},
        {"1;a=\r\nx\r\n0\r\n\r\n", 400, ""},
        {"1;a=\"b\r\nx\r\n0\r\n\r\n", 400, ""},
        {"1;a\x01\r\nx\r\n0\r\n\r\n", 400, ""},
        {"10000000000000000\r\n", 400, ""},
        {"ffffffffffffffff\r\n", 400, ""},
        {"0\r\nContent-Length: 5\r\n\r\n", 400, ""},
        {"0\r\ntransfer-encoding: chunked\r\n\r\n", 400, ""},
        {"0\r\nHost: b\r\n\r\n", 400, ""},
        {"0\r\nAuthorization: x\r\n\r\n", 400, ""},
        {"0\r\nX : y\r\n\r\n", 400, ""},
        {"0\r\n X: y\r\n\r\n", 400, ""},
        {"0\r\nX: y\n\r\n", 400, ""},
        {"0\r\nX\r\n\r\n", 400, ""},
        {"1;" + std::string(1100, 'a') + "\r\nx\r\n0\r\n\r\n", 400, ""},
        {"0\r\nX: " + std::string(9000, 'a') + "\r\n\r\n", 431, ""},
    };
    for (const Case& item : cases) {
        CAPTURE(item.raw);
        Outcome outcome = decode_all_ways(item.raw);
        CHECK(outcome.status == item.status);
        if (item.status == 0) CHECK(outcome.body == item.body);
    }
}

TEST_CASE("a chunked body ends exactly where it says") {
    Outcome outcome = decode_all_ways("1\r\nx\r\n0\r\n\r\nGET / HTTP/1.1");
    CHECK(outcome.status == 0);
    CHECK(outcome.left == 14);
}

TEST_CASE("extensions of a body are bounded together") {
    std::string raw;
    for (int i = 0; i < 40; ++i) raw += "1;" + std::string(500, 'a') + "\r\nx\r\n";
    CHECK(decode_all_ways(raw + "0\r\n\r\n").status == 400);
}

TEST_CASE("a chunk's size counts before its data came") {
    ChunkedDecoder decoder;
    std::string raw = "ffff\r\n";
    static_cast<void>(decoder.decode(raw, raw.data()));
    CHECK(decoder.announced() == 0xffff);
}
