#pragma once
// A small blocking HTTP/1.1 client for tests: one keep-alive connection to 127.0.0.1.
#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace tests {

struct Response {
    int status = 0;  // 0: no answer (refused, reset or timed out)
    std::map<std::string, std::string>
        headers;  // names in lower case; repeated ones joined by a comma
    std::string body;

    [[nodiscard]] auto json() const -> nlohmann::json { return nlohmann::json::parse(body); }
    [[nodiscard]] auto code() const -> std::string { return json().value("code", ""); }
    [[nodiscard]] auto header(const std::string& name) const -> std::string {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
};

class HttpClient final {
  public:
    using Headers = std::map<std::string, std::string>;

    explicit HttpClient(int port, std::chrono::milliseconds limit = std::chrono::seconds(20));
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    auto operator=(const HttpClient&) -> HttpClient& = delete;

    void bearer(std::string token) { token_ = std::move(token); }

    // A contract's method: POST /api/<method> with a JSON object.
    auto call(const std::string& method,
              const nlohmann::json& parameters = nlohmann::json::object()) -> Response;
    auto request(std::string_view verb, std::string_view target, std::string_view body = {},
                 const Headers& headers = {}) -> Response;

    // Bytes as they are; false when the connection is gone.
    auto send(std::string_view bytes) -> bool;
    // The next answer; `head_only` for an answer to HEAD.
    auto receive(bool head_only = false) -> Response;
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
    auto read_body(Response& response) -> bool;
    auto read_chunked(std::string& body) -> bool;
    auto take(std::size_t size, std::string& into) -> bool;

    const int port_;
    const std::chrono::milliseconds limit_;
    int socket_ = -1;
    std::string buffer_;
    std::string token_;
};

}  // namespace tests
