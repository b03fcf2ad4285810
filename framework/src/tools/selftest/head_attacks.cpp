#include "tools/selftest/head_attacks.hpp"

#include "tools/selftest/raw_request.hpp"

namespace strata::tools::selftest {

namespace {

using namespace std::string_literals;

auto line(std::string_view text) -> std::string {
    return std::string(text) + "\r\nHost: a\r\n\r\n";
}

auto hosts(std::string_view fields) -> std::string {
    return "GET / HTTP/1.1\r\n" + std::string(fields) + "\r\n";
}

auto field(std::string_view text) -> std::string {
    return request("GET /", std::string(text) + "\r\n");
}

void add_request_lines(Attacks& attacks) {
    attacks.add("request line", {
                                    {line("GET / HTTP/2.0"), 505},
                                    {line("GET / HTTP/0.9"), 505},
                                    {line("GET / HTTP/3.0"), 505},
                                    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
                                    {line("GET / HTTP/1.1.1"), 400},
                                    {line("GET / HTTP/11"), 400},
                                    {line("GET / HTTP/1.x"), 400},
                                    {line("GET / http/1.1"), 400},
                                    {line("GET / HTTPS/1.1"), 400},
                                    {line("GET /"), 400},
                                    {line("GET"), 400},
                                    {line("GET  / HTTP/1.1"), 400},
                                    {line("GET /  HTTP/1.1"), 400},
                                    {line("GET / HTTP/1.1 "), 400},
                                    {line("GET /a b HTTP/1.1"), 400},
                                    {line(" GET / HTTP/1.1"), 400},
                                    {line("GET\t/\tHTTP/1.1"), 400},
                                    {"GET / HTTP/1.1\nHost: a\n\n", 400},
                                    {"GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
                                    {"GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
                                    {"GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", 400},
                                    {"\n" + line("GET / HTTP/1.1"), 400},
                                    {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, 400},
                                    {"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
                                    {std::string(20000, 'A'), 414},
                                    {line("GET /" + std::string(9000, 'a') + " HTTP/1.1"), 414},
                                });
}

void add_methods(Attacks& attacks) {
    attacks.add("method", {
                              {request("get /"), 501},
                              {request("Get /"), 501},
                              {request("BREW /"), 501},
                              {request("TRACE /"), 501},
                              {request("CONNECT a:443"), 501},
                              {request("PROPFIND /"), 501},
                              {request("G,T /"), 400},
                              {request("G\x80T /"), 400},
                          });
}

void add_targets(Attacks& attacks) {
    attacks.add("target", {
                              {request("GET *"), 400},
                              {request("GET plaintext"), 400},
                              {request("GET a:80"), 400},
                              {request("GET ftp://a/"), 400},
                              {request("GET http://"), 400},
                              {request("GET http:///x"), 400},
                              {request("GET http://u:p@a/"), 400},
                              {request("GET /#x"), 400},
                              {request("GET /%"), 400},
                              {request("GET /%1"), 400},
                              {request("GET /%zz"), 400},
                              {request("GET /%00"), 400},
                              {request("GET /?%0"), 400},
                              {request("GET /\xff"), 400},
                              {request("GET /<x>"), 400},
                              {request("GET /a\\b"), 400},
                              {request("GET /../x"), 400},
                              {request("GET /x/.."), 400},
                              {request("GET /./x"), 400},
                              {request("GET /%2e%2e/x"), 400},
                              {request("GET ?x"), 400},
                          });
}

void add_hosts(Attacks& attacks) {
    attacks.add("host", {
                            {hosts(""), 400},
                            {hosts("Host:\r\n"), 400},
                            {hosts("Host: \r\n"), 400},
                            {hosts("Host: a\r\nHost: a\r\n"), 400},
                            {hosts("Host: a\r\nX: y\r\nhost: b\r\n"), 400},
                            {hosts("Host: a, b\r\n"), 400},
                            {hosts("Host: a b\r\n"), 400},
                            {hosts("Host: a/b\r\n"), 400},
                            {hosts("Host: a?b\r\n"), 400},
                            {hosts("Host: u@a\r\n"), 400},
                            {hosts("Host: a:b\r\n"), 400},
                            {hosts("Host: a:99999\r\n"), 400},
                            {hosts("Host: [::1\r\n"), 400},
                            {hosts("Host: http://a/\r\n"), 400},
                            {hosts("Host : a\r\n"), 400},
                            {"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400},
                            {"GET http://b/ HTTP/1.1\r\n\r\n", 400},
                        });
}

void add_fields(Attacks& attacks) {
    std::string many;
    for (int i = 0; i < 101; ++i) many += "X-" + std::to_string(i) + ": y\r\n";
    attacks.add("field", {
                             {field("X : y"), 400},
                             {field(": y"), 400},
                             {field("X"), 400},
                             {field("X Y: z"), 400},
                             {field("X\xe9: z"), 400},
                             {field("X@: z"), 400},
                             {field("X: y\r\n z"), 400},
                             {field("X: y\r\n\tz"), 400},
                             {field("X: y\rz"), 400},
                             {field("X: y\0z"s), 400},
                             {field("X: y\x1fz"), 400},
                             {field("X: y\x7fz"), 400},
                             {field("X: " + std::string(17000, 'y')), 431},
                             {"GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(30000, 'y'), 431},
                             {request("GET /", many), 431},
                             {field("Expect: 200-ok"), 417},
                             {field("Content-Type: a\r\nContent-Type: b"), 400},
                         });
}

}  // namespace

void add_head_attacks(Attacks& attacks) {
    add_request_lines(attacks);
    add_methods(attacks);
    add_targets(attacks);
    add_hosts(attacks);
    add_fields(attacks);
}

}  // namespace strata::tools::selftest
