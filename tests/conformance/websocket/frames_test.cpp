// Frames, fragments and what stands between them: RFC 6455, section 5.
#include <doctest/doctest.h>

#include "websocket/socket_client.hpp"
#include "websocket/socket_server.hpp"

using namespace websocket;

namespace {

struct FramesCase {
    std::string bytes;
    std::string expected;
};

void check_frames(const std::vector<FramesCase>& cases) {
    for (const auto& [bytes, expected] : cases) {
        check_exchange(shared_server().port(), "/ws", bytes, expected);
    }
}

auto sized(std::size_t size) -> std::string { return std::string(size, '*'); }

// Each byte in a packet of its own.
void check_bytewise(const std::string& bytes, const std::string& expected) {
    SocketClient client(shared_server().port(), "/ws");
    for (char byte : bytes) client.send({&byte, 1});
    CHECK(client.next() == expected);
}

constexpr std::string_view broken = "close:1002 fin";
auto fails(std::string bytes) -> FramesCase { return {std::move(bytes), std::string(broken)}; }

}  // namespace

TEST_CASE("messages of every length encoding come back") {
    for (std::size_t size : {0U, 1U, 125U, 126U, 127U, 128U, 500U, 511U, 512U, 513U, 4096U, 65535U,
                             65536U, 65537U, 131072U}) {
        CAPTURE(size);
        std::string shown = size > 64 ? "<" + std::to_string(size) + ">" : sized(size);
        check_frames(
            {{text(sized(size)), "text:" + shown}, {binary(sized(size)), "binary:" + shown}});
    }
}

TEST_CASE("messages that come in small pieces") {
    check_bytewise(text("Hello"), "text:Hello");
    check_bytewise(text(sized(130)), "text:<130>");
    check_bytewise(binary(std::string("\0\xff\x80", 3)), std::string("binary:\0\xff\x80", 10));
    check_bytewise(text("ab", {.fin = false}) + more("cd", true), "text:abcd");
    check_bytewise(text(sized(100), {.length_bytes = 1}), "text:<100>");
    SocketClient client(shared_server().port(), "/ws");
    std::string bytes = binary(sized(65536));
    for (std::size_t at = 0; at < bytes.size(); at += 997) client.send(bytes.substr(at, 997));
    CHECK(client.next() == "binary:<65536>");
}

TEST_CASE("many messages at once are answered in order") {
    std::string bytes;
    for (int i = 0; i < 200; ++i) bytes += text(std::to_string(i));
    SocketClient client(shared_server().port(), "/ws");
    client.send(bytes);
    for (int i = 0; i < 200; ++i) CHECK(client.next() == "text:" + std::to_string(i));
}

TEST_CASE("pings are answered, and pongs are not") {
    check_frames({
        {ping(), "pong:"},
        {ping("Hello"), "pong:Hello"},
        {ping(sized(125)), "pong:<125>"},
        {ping(std::string("\0\xff\xfe", 3)), std::string("pong:\0\xff\xfe", 8)},
        fails(ping(sized(126))),
        fails(frame(10, sized(126))),
        {frame(10, "") + text("a"), "text:a"},
        {frame(10, "unasked") + text("a"), "text:a"},
        {frame(10, "x") + ping("y"), "pong:y"},
        {ping("1") + ping("2") + ping("3"), "pong:1 pong:2 pong:3"},
    });
    check_bytewise(ping(sized(125)), "pong:<125>");
}

TEST_CASE("reserved bits") {
    for (unsigned rsv = 1; rsv < 8; ++rsv) {
        check_frames({
            fails(text("Hello", {.rsv = rsv})),
            {text("first") + text("Hello", {.rsv = rsv}), "text:first close:1002 fin"},
            fails(frame(9, "", {.rsv = rsv})),
            fails(frame(8, "", {.rsv = rsv})),
        });
    }
    check_frames({fails(text("a", {.fin = false}) + frame(0, "b", {.rsv = 4})),
                  fails(text("a", {.fin = false}) + frame(0, "b", {.rsv = 1}))});
}

TEST_CASE("reserved opcodes") {
    for (unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
        check_frames({fails(frame(opcode, "")),
                      fails(frame(opcode, "Hello")),
                      {text("a") + frame(opcode, "") + ping(), "text:a close:1002 fin"}});
    }
}

TEST_CASE("masks and lengths") {
    check_frames({
        fails(text("Hello", {.masked = false})),
        fails(frame(9, "", {.masked = false})),
        fails(frame(8, "", {.masked = false})),
        fails(text("Hello", {.length_bytes = 2})),
        fails(text("Hello", {.length_bytes = 8})),
        fails(text(sized(200), {.length_bytes = 8})),
        fails(text(sized(65535), {.length_bytes = 8})),
        fails(frame(9, "a", {.length_bytes = 2})),
        fails(std::string("\x82\xff\x80\0\0\0\0\0\0\1mask", 14)),
        {std::string("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xffmask", 14), "close:1009 fin"},
    });
}

TEST_CASE("what is wrong in a part of a header is found without the rest") {
    auto part = [](auto... bytes) { return std::string{static_cast<char>(bytes)...}; };
    check_frames({
        fails(part(0x83, 0x80)),
        fails(part(0x8b, 0x80)),
        fails(part(0x91, 0x85)),
        fails(part(0xc1, 0x85)),
        fails(part(0x81, 0x7e)),
        fails(part(0x80, 0x85)),
        fails(part(0x09, 0x80)),
        fails(part(0x89, 0xfe)),
        fails(part(0x88, 0xff)),
        fails(part(0x82, 0xff, 0x80)),
        fails(part(0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1)),
        fails(text("a", {.fin = false}) + part(0x81, 0x80)),
    });
    for (std::size_t size : {126U, 65536U}) {
        SocketClient client(shared_server().port(), "/ws");
        const std::string whole = text(sized(size));
        for (std::size_t i = 0; i < 14; ++i) client.send(whole.substr(i, 1));
        client.send(whole.substr(14));
        CHECK(client.next() == "text:<" + std::to_string(size) + ">");
    }
}

TEST_CASE("fragments make one message") {
    auto part = [](std::string_view payload) { return text(payload, {.fin = false}); };
    check_frames({
        {part("frag") + more("ment", true), "text:fragment"},
        {part("") + more("", true), "text:"},
        {part("") + more("", false) + more("", true), "text:"},
        {part("a") + more("", false) + more("b", true), "text:ab"},
        {part("") + more("middle", false) + more("", true), "text:middle"},
        {part("") + more("last", true), "text:last"},
        {binary("a", {.fin = false}) + more("b", false) + more("c", true), "binary:abc"},
        {part("a") + more("b", true) + part("c") + more("d", true), "text:ab text:cd"},
        {part("a") + more("b", true) + text("c"), "text:ab text:c"},
        {part(sized(700)) + more(sized(700), true), "text:<1400>"},
    });
}

TEST_CASE("control frames between fragments") {
    auto part = text("one,", {.fin = false});
    check_frames({
        {part + ping("in") + more("two", true), "pong:in text:one,two"},
        {part + ping("1") + more("x", false) + ping("2") + more("two", true),
         "pong:1 pong:2 text:one,xtwo"},
        {part + frame(10, "") + more("two", true), "text:one,two"},
        {part + close_frame(1000), "close:1000 fin"},
    });
    check_bytewise(part + more("a", false) + ping("between") + more("b", true), "pong:between");
}

TEST_CASE("fragments out of order") {
    check_frames({
        fails(more("a", true)),
        fails(more("a", false)),
        fails(more("", true)),
        {text("a") + more("b", true), "text:a close:1002 fin"},
        fails(text("a", {.fin = false}) + text("b")),
        fails(text("a", {.fin = false}) + binary("b")),
        fails(text("a", {.fin = false}) + text("b", {.fin = false})),
        fails(text("a", {.fin = false}) + more("b", false) + text("c")),
        fails(frame(9, "a", {.fin = false})),
        fails(frame(10, "a", {.fin = false})),
        fails(frame(8, "", {.fin = false})),
        fails(frame(9, "a", {.fin = false}) + more("b", true)),
    });
}

TEST_CASE("nothing is read behind what broke the protocol") {
    check_frames({
        fails(frame(3, "") + text("never")),
        fails(text("a", {.masked = false}) + ping()),
        {text("a") + text("b", {.rsv = 2}) + text("never"), "text:a close:1002 fin"},
    });
}

TEST_CASE("a message stays good while its handler waits, and the next comes after it") {
    SocketClient client(shared_server().port(), "/keeps");
    client.send(text("one") + text(std::string(400, 'b')) + text(std::string(3000, 'c')) +
                text("x", {.fin = false}) + ping("between") + more("yz", true));
    CHECK(client.next() == "text:same");
    CHECK(client.next() == "text:same");
    CHECK(client.next() == "text:same");
    CHECK(client.next() == "pong:between");
    CHECK(client.next() == "text:same");
}
