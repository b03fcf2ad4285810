// raw_server PORT: the peer of the probe's plaintext and json paths: the same bytes, from fixed
// strings.
#include <cstdlib>

#include "support/epoll_server.hpp"

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const auto response = [](const std::string& type, const std::string& body) {
        return "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: " + type +
               "\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n\r\n" + body;
    };
    const std::string text = response("text/plain; charset=utf-8", "Hello, World!");
    const std::string json = response("application/json", R"({"message":"Hello, World!"})");
    bench::serve(std::atoi(argv[1]), [&](std::string_view request, std::string& out) {
        out += request.starts_with("GET /json ") ? json : text;
    });
}
