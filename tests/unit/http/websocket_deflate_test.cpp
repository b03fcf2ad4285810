#include <doctest/doctest.h>

#include <string>

#include "websocket/deflate.hpp"
#include "websocket/extensions.hpp"
#include "websocket/send_queue.hpp"

using namespace strata::websocket;

namespace {

constexpr std::uint64_t plenty = 1ULL << 30;

auto deflated(Deflater& deflater, std::string_view message) -> std::string {
    std::string out;
    deflater.deflate(message, out);
    return out;
}

auto inflated(Inflater& inflater, std::string_view message, Failure& failure,
              std::uint64_t limit = plenty) -> std::string {
    std::string out;
    bool good =
        inflater.inflate(message, out, limit, failure) && inflater.finish(out, limit, failure);
    return good ? out : "<failed>";
}

auto words() -> std::string {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += std::to_string(i % 900) + " words ";
    return text;
}

// All that is queued, sent in pieces of that size.
auto sent_in(SendQueue& queue, std::size_t piece) -> std::string {
    std::string out;
    while (!queue.empty()) {
        std::array<iovec, SendQueue::max_parts> parts{};
        std::size_t count = queue.gather(parts);
        REQUIRE(count > 0);
        std::string all;
        for (std::size_t i = 0; i < count; ++i) {
            all.append(static_cast<const char*>(parts[i].iov_base), parts[i].iov_len);
        }
        std::size_t size = std::min(piece, all.size());
        out.append(all, 0, size);
        queue.sent(size);
    }
    return out;
}

}  // namespace

TEST_CASE("what is deflated inflates to what it was, with every window and context") {
    Failure failure;
    for (int bits = 8; bits <= 15; ++bits) {
        for (bool takeover : {false, true}) {
            Deflater deflater(bits, takeover);
            Inflater inflater(bits, takeover, 200);
            for (const std::string& message : {words(), std::string("a"), words(), words()}) {
                CHECK(inflated(inflater, deflated(deflater, message), failure) == message);
            }
        }
    }
}

TEST_CASE("a message is cut short, too long, or no deflate") {
    Failure failure;
    Deflater deflater(15, false);
    const std::string packed = deflated(deflater, words());
    {
        Inflater inflater(15, false, 200);
        CHECK(inflated(inflater, packed.substr(0, packed.size() / 2), failure) == "<failed>");
        CHECK(failure.code == CloseCode::invalid_data);
    }
    {
        Inflater inflater(15, false, 200);
        CHECK(inflated(inflater, packed, failure, words().size() - 1) == "<failed>");
        CHECK(failure.code == CloseCode::too_big);
        inflater.reset(15);
        CHECK(inflated(inflater, packed, failure, words().size()) == words());
    }
    {
        Inflater inflater(15, false, 200);
        CHECK(inflated(inflater, "\xff\xff\xff", failure) == "<failed>");
        CHECK(failure.code == CloseCode::invalid_data);
    }
}

TEST_CASE("own bytes and shared frames leave a queue in order, whatever the socket takes") {
    using Frame = strata::http::WebSocketFrame;
    for (std::size_t piece : {1U, 2U, 3U, 7U, 1000U}) {
        strata::http::OutputPool outputs;
        SendQueue queue;
        std::string expected;
        auto own = [&](std::string_view text) {
            queue.own(outputs).append(text);
            expected += text;
        };
        auto shared = [&](std::string_view text) {
            auto frame = Frame::text(text);
            queue.add(frame, frame->bytes());
            expected += frame->bytes();
        };
        for (int i = 0; i < 20; ++i) {
            own("first");
            shared("second");
            shared("third");
            own("fourth");
        }
        CHECK(queue.size() == expected.size());
        CHECK(sent_in(queue, piece) == expected);
        own("again");
        CHECK(sent_in(queue, piece) == "again");
    }
}

TEST_CASE("a queued frame is replaced by one of its key, but not once it has begun") {
    using Frame = strata::http::WebSocketFrame;
    SendQueue queue;
    auto add = [&queue](std::string_view text, const std::string& key) {
        auto frame = Frame::text(text, key);
        if (!queue.replace(frame, frame->bytes())) queue.add(frame, frame->bytes());
    };
    add("a1", "a");
    add("b1", "b");
    add("a2", "a");
    queue.sent(1);
    add("a3", "a");
    add("b22", "b");
    CHECK(sent_in(queue, 100) ==
          std::string("\x02").append("a2\x81\x03").append("b22\x81\x02").append("a3"));
}

TEST_CASE("what is agreed on is what is said") {
    strata::http::WebSocketSettings settings;
    settings.deflate = true;
    DeflateParameters agreed;
    CHECK(negotiate("permessage-deflate; server_max_window_bits=11", settings, agreed));
    CHECK(agreed.enabled);
    CHECK(agreed.server_bits == 11);
    CHECK(describe(agreed) ==
          "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
          "server_max_window_bits=11");
    DeflateParameters none;
    CHECK(negotiate("", settings, none));
    CHECK(!none.enabled);
    CHECK(!negotiate("permessage-deflate; =", settings, none));
}
