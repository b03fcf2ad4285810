#include "tools/selftest/head_attacks.hpp"
#include "tools/selftest/raw_request.hpp"

namespace strata::tools::selftest {

namespace {

using namespace std::string_literals;

auto framed(const Attacks& attacks, std::string_view fields, std::string_view body = "hello")
    -> std::string {
    return request("POST " + attacks.target(), std::string(fields) + "\r\n", body);
}

// What follows the end of an empty chunked body would be a request of its own.
auto te(const Attacks& attacks, std::string_view fields) -> std::string {
    return framed(attacks, fields, "0\r\n\r\n" + request("GET /live"));
}

void add_lengths(Attacks& attacks) {
    attacks.add("length", {
                              {framed(attacks, "Content-Length: 5, 5"), 400},
                              {framed(attacks, "Content-Length: 5,5"), 400},
                              {framed(attacks, "Content-Length: 5\r\nContent-Length: 5"), 400},
                              {framed(attacks, "Content-Length: 5\r\nContent-Length: 6"), 400},
                              {framed(attacks, "Content-Length: +5"), 400},
                              {framed(attacks, "Content-Length: -5"), 400},
                              {framed(attacks, "Content-Length: 0x5"), 400},
                              {framed(attacks, "Content-Length: 5a"), 400},
                              {framed(attacks, "Content-Length: 5 5"), 400},
                              {framed(attacks, "Content-Length: 5.0"), 400},
                              {framed(attacks, "Content-Length: five"), 400},
                              {framed(attacks, "Content-Length:"), 400},
                              {framed(attacks, "Content-Length: \"5\""), 400},
                              {framed(attacks, "Content-Length: 1e1"), 400},
                              {framed(attacks, "Content-Length: 99999999999999999999"), 413},
                              {framed(attacks, "Content-Length: 18446744073709551621"), 413},
                              {framed(attacks, "Content-Length: 70000"), 413},
                          });
}

void add_chunks(Attacks& attacks) {
    attacks.add(
        "chunk",
        {
            {chunked(attacks.target(), "5\r\nhello\r\n0\r\nContent-Length: 1\r\n\r\n"), 400},
            {chunked(attacks.target(), "5\r\nhello\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n"),
             400},
            {chunked(attacks.target(), "5\r\nhello\r\n0\r\nHost: b\r\n\r\n"), 400},
            {chunked(attacks.target(), "5\r\nhello\r\n0\r\nX : y\r\n\r\n"), 400},
            {chunked(attacks.target(), "5\r\nhello0\r\n\r\n"), 400},
            {chunked(attacks.target(), "4\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "6\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "5\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "5\r\nhello\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "0x5\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "+5\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "-5\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), " 5\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "5 \r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "g\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "fffffffffffffffff\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "7fffffffffffffff\r\nhello\r\n0\r\n\r\n"), 413},
            {chunked(attacks.target(), "20000\r\nhello"), 413},
            {chunked(attacks.target(), "5;" + std::string(2000, 'a') + "\r\nhello\r\n0\r\n\r\n"),
             400},
            {chunked(attacks.target(), "5;a=\"\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(), "5;a\x01\r\nhello\r\n0\r\n\r\n"), 400},
            {chunked(attacks.target(),
                     "5\r\nhello\r\n0\r\nX: " + std::string(9000, 'a') + "\r\n\r\n"),
             431},
            {chunked(attacks.target(), "5\r\nhello\r\n0\r\n\n"), 400},
        });
}

void add_smuggling(Attacks& attacks) {
    attacks.add("smuggling",
                {
                    {te(attacks, "Transfer-Encoding: chunked\r\nContent-Length: 5"), 400},
                    {te(attacks, "Content-Length: 5\r\nTransfer-Encoding: chunked"), 400},
                    {te(attacks, "Transfer-Encoding: chunked, chunked"), 400},
                    {te(attacks, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400},
                    {te(attacks, "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity"), 400},
                    {te(attacks, "Transfer-Encoding: gzip\r\nContent-Length: 5"), 400},
                    {te(attacks, "Transfer-Encoding: xchunked\r\nContent-Length: 5"), 400},
                    {te(attacks, "Transfer-Encoding: chunked, identity\r\nContent-Length: 5"), 400},
                    {te(attacks, "Transfer-Encoding: gzip"), 400},
                    {te(attacks, "Transfer-Encoding: gzip, chunked"), 501},
                    {te(attacks, "Transfer-Encoding: identity"), 400},
                    {te(attacks, "Transfer-Encoding:"), 400},
                    {te(attacks, "Transfer-Encoding: ,chunked"), 400},
                    {te(attacks, "Transfer-Encoding: chunked,"), 400},
                    {te(attacks, "Transfer-Encoding: \"chunked\""), 400},
                    {te(attacks, "Transfer-Encoding: chunked;q=1"), 400},
                    {te(attacks, "Transfer-Encoding: chun\x01ked"), 400},
                    {te(attacks, "Transfer-Encoding : chunked"), 400},
                    {te(attacks, "Transfer-Encoding\t: chunked"), 400},
                    {te(attacks, " Transfer-Encoding: chunked"), 400},
                    {te(attacks, "X: y\r\n Transfer-Encoding: chunked"), 400},
                    {te(attacks, "X: y\rTransfer-Encoding: chunked"), 400},
                    {te(attacks, "X: y\nTransfer-Encoding: chunked"), 400},
                    {"POST " + attacks.target() +
                         " HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     400},
                    {"POST " + attacks.target() +
                         " HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: "
                         "chunked\r\n\r\n0\r\n\r\n",
                     400},
                    {framed(attacks, "Content-Length: 5\r\nX: a\0b"s), 400},
                });
}

}  // namespace

void add_framing_attacks(Attacks& attacks) {
    add_lengths(attacks);
    add_chunks(attacks);
    add_smuggling(attacks);
}

}  // namespace strata::tools::selftest
