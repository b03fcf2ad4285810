// A whole connection over a socket pair: what comes back for a stream of bytes does not depend on
// where the stream was cut, and after the peer's FIN nothing of the connection is left.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "http/connection.hpp"
#include "strata/loop/asio.hpp"

namespace {

using namespace strata::http;
using strata::Task;

constexpr std::size_t most_bytes = 8192;
constexpr std::size_t most_splits = 24;

void demand(bool holds) {
    if (!holds) std::abort();
}

// Answers with what it got.
class Mirror final : public Endpoint {
  public:
    explicit Mirror(BodyMode mode) : Endpoint("mirror") { body_mode = mode; }

    [[nodiscard]] auto serve(Connection& connection) -> Task<void> override {
        std::string text(verb_name(connection.head().head().verb));
        text.append(connection.head().target()).append("\n");
        connection.head().each([&text](FieldView field) {
            text.append(field.name).append("=").append(field.value).append("\n");
        });
        if (body_mode == BodyMode::buffered) text += connection.body();
        while (body_mode == BodyMode::streamed) {
            std::string chunk = co_await connection.next_chunk();
            if (chunk.empty()) break;
            text += chunk;
        }
        connection.respond(200, "text/plain", text);
    }
};

struct World {
    World() {
        limits.body = 1024;
        settings.request_line = 256;
        settings.header_bytes = 1024;
        settings.header_count = 16;
        core.emplace(loop, settings, limits);
        for (Verb verb : {Verb::get, Verb::post, Verb::put}) {
            core->router.add(verb, "/whole/{path...}",
                             std::make_unique<Mirror>(BodyMode::buffered));
            core->router.add(verb, "/{path...}", std::make_unique<Mirror>(BodyMode::streamed));
        }
    }
    strata::EventLoop loop{};
    ServerSettings settings{};
    strata::contract::LimitsSettings limits{};
    std::optional<Core> core{};
};

auto world() -> World& {
    static World only;
    return only;
}

class Peer final {
  public:
    Peer() {
        std::array<int, 2> ends{};
        demand(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) ==
               0);
        end_ = ends[0];
        std::make_shared<Connection>(*world().core, "")->start(Descriptor(ends[1]));
    }
    Peer(const Peer&) = delete;
    auto operator=(const Peer&) -> Peer& = delete;
    ~Peer() { ::close(end_); }

    void send(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto size = ::send(end_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            turn();
            if (size > 0) bytes.remove_prefix(static_cast<std::size_t>(size));
            if (size < 0 && errno != EAGAIN) return;
        }
    }
    // All answers, after the FIN of both sides, without what may differ: the date, and whether
    // the body was asked for.
    auto finish() -> std::string {
        ::shutdown(end_, SHUT_WR);
        turn();
        demand(world().core->open_count == 0);
        constexpr std::string_view asked = "HTTP/1.1 100 Continue\r\n\r\n";
        for (std::size_t at = 0; (at = answers_.find(asked, at)) != answers_.npos;) {
            answers_.erase(at, asked.size());
        }
        for (std::size_t at = 0; (at = answers_.find("\r\nDate: ", at)) != answers_.npos;) {
            answers_.erase(at, answers_.find('\r', at + 2) - at);
        }
        return std::move(answers_);
    }

  private:
    // Lets the server do all that it can do now.
    void turn() {
        std::array<char, 16384> bytes;
        auto& context = strata::asio_context(world().loop);
        for (bool more = true; more;) {
            context.restart();
            more = context.poll() > 0;
            const auto size = ::recv(end_, bytes.data(), bytes.size(), 0);
            if (size <= 0) continue;
            answers_.append(bytes.data(), static_cast<std::size_t>(size));
            more = true;
        }
    }

    int end_ = -1;
    std::string answers_{};
};

auto answers_to(std::string_view bytes, std::size_t piece) -> std::string {
    Peer peer;
    for (std::size_t at = 0; at < bytes.size(); at += piece) peer.send(bytes.substr(at, piece));
    return peer.finish();
}

auto answers_split(std::string_view bytes, std::size_t at) -> std::string {
    Peer peer;
    peer.send(bytes.substr(0, at));
    peer.send(bytes.substr(at));
    return peer.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), std::min(size, most_bytes));
    const std::string expected = answers_to(bytes, bytes.size() + 1);
    demand(answers_to(bytes, bytes.size() <= 512 ? 1 : 61) == expected);
    const std::size_t step = bytes.size() / most_splits + 1;
    for (std::size_t at = 1; at < bytes.size(); at += step) {
        demand(answers_split(bytes, at) == expected);
    }
    return 0;
}
