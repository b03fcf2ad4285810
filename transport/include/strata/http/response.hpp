#pragma once
// Response: a handle on the answer to one request, for raw endpoints. Loop thread only.
//
// It owns nothing of the connection and can't dangle: what is said after the answer is complete, or
// after the connection is gone, does nothing and is counted (Statistics::late_sends). Cheap to
// copy; all copies mean the same answer.
//
// The answer is whole (text(), json(), send()) or streamed: begin(), any number of write(), end().
// A handler that ends without either gets a 500 sent.
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "strata/loop/task.hpp"
#include "strata/loop/weak_handle.hpp"

namespace strata::http {

class Connection;

class Response final {
  public:
    Response(WeakHandle<Connection> connection, std::uint32_t serial)
        : connection_(std::move(connection)), serial_(serial) {}

    // Before the answer begins. header() throws std::invalid_argument on CR, LF, NUL and other
    // control bytes, and on the fields of framing, which the server writes.
    auto status(int code) -> Response&;
    auto header(std::string_view name, std::string_view value) -> Response&;

    void text(std::string_view content) { send(content, "text/plain; charset=utf-8"); }
    void json(std::string_view content) { send(content, "application/json"); }
    void send(std::string_view content, std::string_view media_type);
    // problem+json of RFC 9457.
    void problem(int status_code, std::string_view code, std::string_view message);

    // A streamed answer; without a length it is chunked.
    void begin(std::string_view media_type, std::optional<std::uint64_t> length = std::nullopt);
    // Comes back when the peer has room for more; false: it is gone, or the answer has ended. An
    // announced length is never exceeded.
    [[nodiscard]] auto write(std::string bytes) const -> Task<bool>;
    void end();

    // Nobody waits for this answer any more.
    [[nodiscard]] auto is_closed() const -> bool;

  private:
    // Null: too late. Not across a co_await.
    [[nodiscard]] auto live() const -> Connection*;

    WeakHandle<Connection> connection_;
    std::uint32_t serial_;
    int status_ = 200;
};

}  // namespace strata::http
