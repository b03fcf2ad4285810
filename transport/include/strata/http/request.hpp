#pragma once
// Request: a handle on one request, for raw endpoints. Loop thread only.
//
// It owns nothing of the connection and can't dangle: what it gives are copies, and after the
// request has been answered, or its connection is gone, they are empty. Cheap to copy.
//
//     auto upload(http::Request request, http::Response response) -> Task<void> {
//         std::string name = request.parameter("name");
//         while (true) {
//             std::string chunk = co_await request.read();
//             if (chunk.empty()) break;
//             ...
//         }
//         response.text("thanks");
//     }
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strata/loop/task.hpp"
#include "strata/loop/weak_handle.hpp"

namespace strata::http {

class Connection;

class Request final {
  public:
    Request(WeakHandle<Connection> connection, std::uint32_t serial)
        : connection_(std::move(connection)), serial_(serial) {}

    [[nodiscard]] auto method() const -> std::string;  // "GET"
    [[nodiscard]] auto path() const -> std::string;    // as sent, percent-encoded
    [[nodiscard]] auto query() const -> std::string;   // without "?", as sent
    [[nodiscard]] auto host() const -> std::string;
    [[nodiscard]] auto client() const -> std::string;  // address, after trusted proxies

    // A value of the route's pattern, decoded; empty if the pattern has no such parameter.
    [[nodiscard]] auto parameter(std::string_view name) const -> std::string;
    // The first value of that name in the query, decoded ("+" is a space).
    [[nodiscard]] auto query_value(std::string_view name) const -> std::optional<std::string>;
    // The first field of that name, in any case.
    [[nodiscard]] auto header(std::string_view name) const -> std::optional<std::string>;
    [[nodiscard]] auto headers() const -> std::vector<std::pair<std::string, std::string>>;

    // The next piece of the body (at most 64 KiB or so); empty at its end. The peer is not read
    // from faster than this is called. Throws BodyError (strata/http/body_error.hpp) if the body
    // breaks off or passes the route's limit; let it pass, and it becomes the answer.
    [[nodiscard]] auto read() const -> Task<std::string>;
    // All of it, up to the route's limit.
    [[nodiscard]] auto body() const -> Task<std::string>;

    // Waits without blocking the loop; ends with Cancelled when the handler is cancelled.
    [[nodiscard]] auto sleep(std::chrono::milliseconds duration) const -> Task<void>;

  private:
    // Null: too late. Not across a co_await.
    [[nodiscard]] auto live() const -> Connection*;

    WeakHandle<Connection> connection_;
    std::uint32_t serial_;
};

}  // namespace strata::http
