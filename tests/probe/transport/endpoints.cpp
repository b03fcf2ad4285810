#include "transport/endpoints.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <thread>

#include "strata/json/reader.hpp"
#include "strata/json/writer.hpp"

namespace probe {
namespace {

using std::chrono::milliseconds;
using strata::Task;
using strata::http::Request;
using strata::http::Response;
using strata::http::WebSocket;
using strata::http::WebSocketFrame;

auto plaintext(Request, Response response) -> Task<void> {
    response.text("Hello, World!");
    co_return;
}

auto json_object(Request, Response response) -> Task<void> {
    std::string body;
    strata::json::Writer writer(body);
    writer.begin_object();
    writer.key("message");
    writer.value("Hello, World!");
    writer.end_object();
    writer.finish();
    response.json(body);
    co_return;
}

auto number_of(std::string_view text) -> std::optional<std::uint64_t> {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end) return std::nullopt;
    return value;
}

auto echo(Request request, Response response) -> Task<void> {
    auto type = request.header("content-type").value_or("application/octet-stream");
    auto body = co_await request.body();
    response.send(body, type);
}

auto trimmed(std::string_view text) -> std::string_view {
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// ASCII letters in any case; `expected` in lower case.
auto is_same(std::string_view text, std::string_view expected) -> bool {
    return std::ranges::equal(text, expected, [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a) == b;
    });
}

// application/json, alone or with charset=utf-8 (RFC 8259, section 11).
auto is_json(std::string_view media_type) -> bool {
    const auto semicolon = media_type.find(';');
    if (!is_same(trimmed(media_type.substr(0, semicolon)), "application/json")) return false;
    if (semicolon == media_type.npos) return true;
    const auto parameter = trimmed(media_type.substr(semicolon + 1));
    return parameter.empty() || is_same(parameter, "charset=utf-8") ||
           is_same(parameter, "charset=\"utf-8\"");
}

// A body of any length: how many bytes there were.
auto upload(Request request, Response response) -> Task<void> {
    std::uint64_t size = 0;
    while (true) {
        const auto piece = co_await request.read();
        if (piece.empty()) break;
        size += piece.size();
    }
    response.text(std::to_string(size));
}

// `bytes` of the query, as fast as they are taken.
auto download(Request request, Response response) -> Task<void> {
    constexpr std::uint64_t piece = 64 * 1024;
    auto left = number_of(request.query_value("bytes").value_or("0"));
    if (!left) {
        response.problem(400, "bad_size", "bytes must be a number");
        co_return;
    }
    response.begin("application/octet-stream", *left);
    for (; *left > 0; *left -= std::min(piece, *left))
        if (!co_await response.write(std::string(std::min(piece, *left), 'x'))) co_return;
    response.end();
}

// Any well-formed document, and the same document back.
auto json_document(Request request, Response response) -> Task<void> {
    if (!is_json(request.header("content-type").value_or(""))) {
        response.problem(415, "unsupported_media_type", "Send application/json");
        co_return;
    }
    if (!is_same(request.header("content-encoding").value_or("identity"), "identity")) {
        response.header("Accept-Encoding", "identity");
        response.problem(415, "unsupported_content_encoding", "Send the document as it is");
        co_return;
    }
    auto body = co_await request.body();
    strata::json::Reader reader(body);
    reader.skip();
    if (reader.finish()) {
        response.json(body);
    } else {
        response.problem(400, "malformed_json", reader.syntax_error().message);
    }
}

// A value of the query: 0 without one, nothing if it is no number up to a minute.
auto milliseconds_of(const Request& request, const char* name = "ms")
    -> std::optional<milliseconds> {
    constexpr std::uint64_t longest = 60'000;
    const auto value = number_of(request.query_value(name).value_or("0"));
    if (!value || *value > longest) return std::nullopt;
    return milliseconds(*value);
}

void refuse_duration(Response response) {
    response.problem(400, "bad_duration", "ms must be a number from 0 to 60000");
}

auto slow(Request request, Response response) -> Task<void> {
    const auto duration = milliseconds_of(request);
    if (!duration) {
        refuse_duration(response);
        co_return;
    }
    co_await request.sleep(*duration);
    response.text("done");
}

// What a handler must not do: it blocks the loop, `after` a wait if there is one.
auto busy(Request request, Response response) -> Task<void> {
    const auto duration = milliseconds_of(request);
    const auto wait = milliseconds_of(request, "after");
    if (!duration || !wait) {
        refuse_duration(response);
        co_return;
    }
    if (wait->count() > 0) co_await request.sleep(*wait);
    std::this_thread::sleep_for(*duration);
    response.text("done");
}

auto web_socket_echo(WebSocket socket) -> Task<void> {
    while (auto message = co_await socket.receive()) co_await socket.send(*message);
}

// What one of those connected says, all of them hear.
std::list<WebSocket> audience;

class Seat final {
  public:
    explicit Seat(WebSocket socket) : place_(audience.insert(audience.end(), std::move(socket))) {}
    Seat(const Seat&) = delete;
    auto operator=(const Seat&) -> Seat& = delete;
    ~Seat() { audience.erase(place_); }

  private:
    std::list<WebSocket>::iterator place_;
};

auto broadcast(WebSocket socket) -> Task<void> {
    const Seat seat(socket);
    while (auto message = co_await socket.receive()) {
        const auto frame = message->is_text ? WebSocketFrame::text(message->data)
                                            : WebSocketFrame::binary(message->data);
        for (const WebSocket& listener : audience) listener.send(frame);
    }
}

}  // namespace

void mount(strata::http::Server& server) {
    server.get("/", plaintext);
    server.get("/plaintext", plaintext);
    server.get("/json", json_object);
    server.post("/echo", echo);
    server.post("/json", json_document);
    server.post("/upload", upload, {.body_limit = UINT64_MAX});
    server.get("/download", download);
    server.get("/slow", slow);
    server.get("/busy", busy);
    server.web_socket("/broadcast", broadcast, {.allow_missing_origin = true});
    server.web_socket("/ws", web_socket_echo, {.allow_missing_origin = true});
}

}  // namespace probe
