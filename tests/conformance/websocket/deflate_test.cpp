// permessage-deflate: RFC 7692.
#include <doctest/doctest.h>
#include <zlib.h>

#include "websocket/socket_client.hpp"
#include "websocket/socket_server.hpp"
#include "wire/tally.hpp"

using namespace websocket;

namespace {

constexpr std::string_view hello("\xf2\x48\xcd\xc9\xc9\x07\x00", 7);
constexpr std::string_view offer = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

class Codec final {
  public:
    explicit Codec(int bits = 15) {
        ::deflateInit2(&deflate_, 6, Z_DEFLATED, -bits, 8, Z_DEFAULT_STRATEGY);
        ::inflateInit2(&inflate_, -15);
    }
    Codec(const Codec&) = delete;
    auto operator=(const Codec&) -> Codec& = delete;
    ~Codec() {
        ::deflateEnd(&deflate_);
        ::inflateEnd(&inflate_);
    }
    auto compress(std::string_view payload) -> std::string {
        std::string out(payload.size() + 1024, '\0');
        deflate_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(payload.data()));
        deflate_.avail_in = static_cast<uInt>(payload.size());
        deflate_.next_out = reinterpret_cast<Bytef*>(out.data());
        deflate_.avail_out = static_cast<uInt>(out.size());
        ::deflate(&deflate_, Z_SYNC_FLUSH);
        out.resize(out.size() - deflate_.avail_out - 4);
        return out;
    }
    auto inflate(std::string payload) -> std::string {
        payload.append("\x00\x00\xff\xff", 4);
        std::string out(4 * 1024 * 1024, '\0');
        inflate_.next_in = reinterpret_cast<Bytef*>(payload.data());
        inflate_.avail_in = static_cast<uInt>(payload.size());
        inflate_.next_out = reinterpret_cast<Bytef*>(out.data());
        inflate_.avail_out = static_cast<uInt>(out.size());
        CHECK(::inflate(&inflate_, Z_SYNC_FLUSH) >= Z_OK);
        out.resize(out.size() - inflate_.avail_out);
        return out;
    }

  private:
    z_stream deflate_{};
    z_stream inflate_{};
};

auto packed(std::string_view payload, unsigned opcode = 1, bool fin = true) -> std::string {
    return frame(opcode, payload, {.fin = fin, .rsv = 4});
}

auto agreed(SocketServer& server, std::string_view offers) -> std::string {
    wire::count_case();
    SocketClient client(server.port(), "/ws",
                        "Sec-WebSocket-Extensions: " + std::string(offers) + "\r\n");
    if (client.answer().status != 101) return std::to_string(client.answer().status);
    return client.answer().field("Sec-WebSocket-Extensions");
}

auto first_word(SocketServer& server, const std::string& bytes) -> std::string {
    wire::count_case();
    SocketClient client(server.port(), "/ws", offer);
    client.send(bytes);
    return client.next();
}

auto with_takeover() -> SocketServer& {
    static SocketServer server([] {
        auto settings = SocketServer::defaults();
        settings.client_takeover = settings.server_takeover = true;
        return settings;
    }());
    return server;
}

}  // namespace

TEST_CASE("what is agreed on") {
    auto plain = [](std::string_view offers) { return agreed(shared_server(), offers); };
    const std::string both =
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    CHECK(plain("permessage-deflate") == both);
    CHECK(plain("permessage-deflate; client_max_window_bits") == both);
    CHECK(plain("permessage-deflate; client_max_window_bits=10") ==
          both + "; client_max_window_bits=10");
    CHECK(plain("permessage-deflate; server_max_window_bits=9") ==
          both + "; server_max_window_bits=9");
    CHECK(plain("permessage-deflate; server_max_window_bits=15") ==
          both + "; server_max_window_bits=15");
    CHECK(plain("permessage-deflate; server_max_window_bits=\"10\"") ==
          both + "; server_max_window_bits=10");
    CHECK(plain("x-other, permessage-deflate") == both);
    CHECK(plain(", permessage-deflate,") == both);
    CHECK(plain("x-other,, ,permessage-deflate") == both);
    CHECK(plain("permessage-deflate; unknown=1, permessage-deflate") == both);
    CHECK(plain("permessage-deflate; server_max_window_bits=7, "
                "permessage-deflate; server_max_window_bits=12") ==
          both + "; server_max_window_bits=12");
    auto kept = [](std::string_view offers) { return agreed(with_takeover(), offers); };
    CHECK(kept("permessage-deflate") == "permessage-deflate");
    CHECK(kept("permessage-deflate; server_no_context_takeover") ==
          "permessage-deflate; server_no_context_takeover");
    CHECK(kept("permessage-deflate; client_no_context_takeover") ==
          "permessage-deflate; client_no_context_takeover");
}

TEST_CASE("offers that are declined, and such as are malformed") {
    auto plain = [](std::string_view offers) { return agreed(shared_server(), offers); };
    for (std::string_view declined :
         {"permessage-deflate; unknown", "permessage-deflate; server_max_window_bits",
          "permessage-deflate; server_max_window_bits=7",
          "permessage-deflate; server_max_window_bits=16",
          "permessage-deflate; server_max_window_bits=010",
          "permessage-deflate; server_max_window_bits=9x",
          "permessage-deflate; client_max_window_bits=16",
          "permessage-deflate; client_max_window_bits=0",
          "permessage-deflate; server_no_context_takeover=1",
          "permessage-deflate; client_no_context_takeover=\"1\"",
          "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
          "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
          "x-webkit-deflate-frame", "permessage-deflat"}) {
        CAPTURE(declined);
        CHECK(plain(declined) == "");
    }
    for (std::string_view malformed :
         {"permessage-deflate;", "permessage-deflate; =1",
          "permessage-deflate; a=", "permessage-deflate; a=\"b", "permessage-deflate a", ",",
          "permessage-deflate; a=\"b c\"", "(permessage-deflate)"}) {
        CAPTURE(malformed);
        CHECK(plain(malformed) == "400");
    }
}

TEST_CASE("webSocket.compression.enabled") {
    auto settings = SocketServer::defaults();
    settings.deflate = false;
    SocketServer server(settings);
    CHECK(agreed(server, "permessage-deflate") == "");
    CHECK(first_word(server, packed(hello)) == "close:1002");
}

TEST_CASE("compressed messages: the standard's examples") {
    auto answer = [](const std::string& bytes) -> std::string {
        SocketClient client(shared_server().port(), "/ws", offer);
        client.send(bytes);
        auto frame = client.receive();
        if (!frame || frame->rsv != 4) return "not compressed";
        return Codec().inflate(frame->payload);
    };
    CHECK(answer(packed(hello)) == "Hello");
    CHECK(answer(packed(hello.substr(0, 3), 1, false) + more(hello.substr(3), true)) == "Hello");
    CHECK(answer(packed({"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00", 11})) == "Hello");
    CHECK(answer(packed({"\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8})) == "Hello");
    CHECK(answer(packed({"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00", 13})) == "Hello");
    CHECK(answer(packed(hello.substr(0, 1), 1, false) + more(hello.substr(1, 2), false) +
                 more("", false) + more(hello.substr(3), true)) == "Hello");
    std::string noise;
    for (int i = 0; i < 100'000; ++i) noise += static_cast<char>(i * 7919 >> 3);
    CHECK(answer(packed(Codec().compress(noise), 2)) == noise);
}

TEST_CASE("compressed and uncompressed messages mix, and control frames are never compressed") {
    SocketClient client(shared_server().port(), "/ws", offer);
    client.send(text("plain") + packed(hello) + ping("p") + text(""));
    CHECK(Codec().inflate(client.receive().value().payload) == "plain");
    CHECK(Codec().inflate(client.receive().value().payload) == "Hello");
    CHECK(client.next() == "pong:p");
    CHECK(client.next() == "text:");
    CHECK(first_word(shared_server(), frame(9, hello, {.rsv = 4})) == "close:1002");
    CHECK(first_word(shared_server(), frame(8, "", {.rsv = 4})) == "close:1002");
    CHECK(first_word(shared_server(), packed("", 1, false) + frame(0, hello, {.rsv = 4})) ==
          "close:1002");
    CHECK(first_word(shared_server(), packed(hello, 1, false) + ping("in") + more("", true)) ==
          "pong:in");
}

TEST_CASE("what can't be inflated") {
    for (std::string_view payload :
         {std::string_view("\xff\xff\xff", 3), std::string_view("\x06"), hello.substr(0, 4),
          hello.substr(0, 6), std::string_view("\x00\x05\x00\xfa\xfe\x48", 6)}) {
        CHECK(first_word(shared_server(), packed(payload)) == "close:1007");
    }
    // Without context, nothing before the message may be referred to.
    SocketClient client(shared_server().port(), "/ws", offer);
    Codec codec;
    std::string once = codec.compress("abcdefghabcdefgh");
    client.send(packed(once) + packed(codec.compress("abcdefghabcdefgh")));
    CHECK(Codec().inflate(client.receive().value().payload) == "abcdefghabcdefgh");
    CHECK(client.next() == "close:1007");
}

TEST_CASE("text is checked after it is inflated") {
    CHECK(first_word(shared_server(), packed(Codec().compress("\xff"))) == "close:1007");
    CHECK(first_word(shared_server(), packed(Codec().compress("\xe2\x82"))) == "close:1007");
    CHECK(first_word(shared_server(), packed(Codec().compress("\xff"), 2)).starts_with("binary/4"));
}

TEST_CASE("webSocket.limits.message holds after inflating") {
    const std::string most(256 * 1024, 'a');
    SocketClient client(shared_server().port(), "/ws", offer);
    client.send(packed(Codec().compress(most)) + packed(Codec().compress(most + "a")));
    CHECK(Codec().inflate(client.receive().value().payload) == most);
    CHECK(client.next() == "close:1009");
}

TEST_CASE("webSocket.compression.ratio: of a message past a MiB") {
    auto settings = SocketServer::defaults();
    settings.message = 16 * 1024 * 1024;
    settings.deflate_ratio = 100;
    SocketServer strict(settings);
    settings.deflate_ratio = 2000;
    SocketServer lax(settings);
    auto bomb = [](std::size_t size) {
        std::string out(size / 64, '\0');
        z_stream stream{};
        std::string zeros(size, '\0');
        ::deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
        stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
        stream.avail_in = static_cast<uInt>(zeros.size());
        stream.next_out = reinterpret_cast<Bytef*>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        ::deflate(&stream, Z_SYNC_FLUSH);
        out.resize(out.size() - stream.avail_out - 4);
        ::deflateEnd(&stream);
        return packed(out, 2);
    };
    CHECK(first_word(strict, bomb(1024 * 1024)).starts_with("binary/4"));
    CHECK(first_word(strict, bomb(4 * 1024 * 1024)) == "close:1009");
    CHECK(first_word(lax, bomb(4 * 1024 * 1024)).starts_with("binary/4"));
}

TEST_CASE("webSocket.compression.minimum") {
    auto settings = SocketServer::defaults();
    settings.deflate_min = 10;
    SocketServer server(settings);
    CHECK(first_word(server, text("123456789")) == "text:123456789");
    CHECK(first_word(server, text("1234567890")).starts_with("text/4:"));
}

TEST_CASE("webSocket.compression.clientContextTakeover and serverContextTakeover") {
    SocketClient client(with_takeover().port(), "/ws", offer);
    Codec codec;
    std::string words = "some words that come again and again, some words";
    std::size_t first = 0;
    for (int i = 0; i < 5; ++i) {
        client.send(packed(codec.compress(words)));
        auto frame = client.receive();
        REQUIRE(frame);
        CHECK(codec.inflate(frame->payload) == words);
        if (i == 0) first = frame->payload.size();
        if (i > 0) CHECK(frame->payload.size() < first / 2);
    }
    // A last block ends a stream, and its window is still good for the next.
    client.send(packed({"\xf3\x48\xcd\xc9\xc9\x07\x00\x00", 8}));
    auto frame = client.receive();
    REQUIRE(frame);
    CHECK(codec.inflate(frame->payload) == "Hello");
}

TEST_CASE("a client is held to the window that it agreed on") {
    std::uint32_t state = 1;
    auto noise = [&](std::size_t size) {
        std::string out;
        while (out.size() < size)
            out += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
        return out;
    };
    const std::string repeated = noise(300);
    for (int bits = 9; bits <= 15; ++bits) {
        CAPTURE(bits);
        const std::size_t window = std::size_t{1} << bits;
        const std::string far = repeated + noise(window + 64 - repeated.size()) + repeated;
        const std::string fields =
            "Sec-WebSocket-Extensions: permessage-deflate; "
            "client_max_window_bits=" +
            std::to_string(bits) + "\r\n";
        for (SocketServer* server : {&shared_server(), &with_takeover()}) {
            SocketClient kept(server->port(), "/ws", fields);
            kept.send(packed(Codec(bits).compress(far), 2));
            CHECK(Codec().inflate(kept.receive().value().payload) == far);
            SocketClient broken(server->port(), "/ws", fields);
            broken.send(packed(Codec().compress(far), 2));
            if (bits < 15) CHECK(broken.next() == "close:1007");
        }
    }
}

TEST_CASE("windows of every size") {
    std::string words;
    for (int i = 0; i < 4000; ++i) words += std::to_string(i % 700) + " words,";
    for (int bits = 8; bits <= 15; ++bits) {
        CAPTURE(bits);
        SocketClient client(
            shared_server().port(), "/ws",
            "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=" +
                std::to_string(bits) + "; client_max_window_bits=" + std::to_string(bits) + "\r\n");
        REQUIRE(client.answer().status == 101);
        client.send(packed(Codec(std::max(bits, 9)).compress(words)));
        auto frame = client.receive();
        REQUIRE(frame);
        CHECK(frame->rsv == 4);
        CHECK(Codec().inflate(frame->payload) == words);
    }
}
