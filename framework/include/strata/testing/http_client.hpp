#pragma once
// HttpClient: a small blocking HTTP/1.1 client for tests: one keep-alive connection to 127.0.0.1,
// opened again when the server has closed it. Any thread but a service's loop; one at a time.
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "strata/json/json.hpp"

namespace strata::testing {

struct HttpAnswer {
    int status = 0;  // 0: no answer (refused, reset or timed out)
    std::map<std::string, std::string>
        headers{};  // names in lower case; repeated ones joined by a comma
    std::string body{};

    [[nodiscard]] auto header(const std::string& name) const -> std::string;
    // Throws std::runtime_error, with the body, if it is no JSON.
    [[nodiscard]] auto json() const -> json::Json;
    [[nodiscard]] auto code() const -> std::string;  // of a problem; empty if it is none
};

class HttpClient {
  public:
    using Headers = std::map<std::string, std::string>;

    explicit HttpClient(int port, std::chrono::milliseconds limit = std::chrono::seconds(20));
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    auto operator=(const HttpClient&) -> HttpClient& = delete;

    // The session's token that goes with every request; empty: none.
    void bearer(std::string token) { token_ = std::move(token); }
    auto request(std::string_view verb, std::string_view target, std::string_view body = {},
                 const Headers& headers = {}) -> HttpAnswer;

    // Bytes as they are; false when the connection is gone.
    auto send(std::string_view bytes) -> bool;
    // The next answer; `head_only` for an answer to HEAD.
    auto receive(bool head_only = false) -> HttpAnswer;
    // Reads that many bytes of a body and lets them go; how many came.
    auto drop(std::uint64_t size) -> std::uint64_t;
    // True when the peer's FIN comes within the limit, with nothing before it.
    auto closed_cleanly() -> bool;
    [[nodiscard]] auto connected() const -> bool { return socket_ >= 0; }
    void shutdown_write();
    void reset();  // closes with RST

  private:
    auto connect() -> bool;
    void close();
    auto read_more() -> bool;
    auto read_line(std::string& line) -> bool;
    auto read_body(HttpAnswer& answer) -> bool;
    auto read_chunked(std::string& body) -> bool;
    auto take(std::size_t size, std::string& into) -> bool;

    const int port_;
    const std::chrono::milliseconds limit_;
    int socket_ = -1;
    std::string buffer_{};
    std::string token_{};
};

}  // namespace strata::testing
