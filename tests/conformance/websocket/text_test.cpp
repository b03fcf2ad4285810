// Text is UTF-8, and what is not is refused at its first wrong byte: RFC 6455, section 8.1.
#include <doctest/doctest.h>

#include "websocket/socket_client.hpp"
#include "websocket/socket_server.hpp"
#include "wire/tally.hpp"

using namespace websocket;

namespace {

auto exchange(const std::string& bytes) -> std::string {
    wire::count_case();
    SocketClient client(shared_server().port(), "/ws");
    client.send(bytes);
    return client.next();
}

// As one message, as one fragment a byte, and one packet a byte.
void check_text(std::string_view payload, bool valid) {
    CAPTURE(payload);
    const std::string expected = valid ? "text:" + std::string(payload) : "close:1007";
    CHECK(exchange(text(payload)) == expected);
    std::string fragments = text("", {.fin = false});
    for (char byte : payload) fragments += more({&byte, 1}, false);
    CHECK(exchange(fragments + more("", true)) == expected);
    SocketClient client(shared_server().port(), "/ws");
    for (char byte : text(payload)) client.send({&byte, 1});
    CHECK(client.next() == expected);
}

}  // namespace

TEST_CASE("valid texts") {
    for (std::string_view payload :
         {"", "Hello-\xc2\xb5@\xc3\x9f\xc3\xb6\xc3\xa4\xc3\xbc\xc3\xa0\xc3\xa1-UTF-8!!",
          "\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
          "\xef\xbf\xbf", "\xef\xbf\xbe", "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80",
          "\xf4\x8f\xbf\xbf", "\xef\xbb\xbf", "\xf0\x9f\x98\x80", "\xef\xbf\xbd", "\x7f",
          "ascii-ascii-ascii-ascii-\xc3\xa9"}) {
        check_text(payload, true);
    }
    check_text(std::string_view("\0", 1), true);
}

TEST_CASE("invalid texts") {
    for (std::string_view payload : {"\x80",
                                     "\xbf",
                                     "\xc0\x80",
                                     "\xc1\xbf",
                                     "\xc2",
                                     "\xc2\x20",
                                     "\xc2\xc2",
                                     "\xe0\x80\x80",
                                     "\xe0\x9f\xbf",
                                     "\xe2\x82",
                                     "\xed\xa0\x80",
                                     "\xed\xbf\xbf",
                                     "\xed\xa0\xbd\xed\xb8\x80",
                                     "\xf0\x80\x80\x80",
                                     "\xf0\x8f\xbf\xbf",
                                     "\xf0\x9f\x98",
                                     "\xf4\x90\x80\x80",
                                     "\xf5\x80\x80\x80",
                                     "\xf8\x88\x80\x80\x80",
                                     "\xfc\x84\x80\x80\x80\x80",
                                     "\xfe",
                                     "\xff",
                                     "\xfe\xfe\xff\xff",
                                     "valid-first-then-\xff",
                                     "\xce\xba\xe1\xbd\xb9\xcf\x83\xed\xa0\x80"}) {
        check_text(payload, false);
    }
}

TEST_CASE("binary messages are anything") {
    CHECK(exchange(binary("\xff\xfe\x80")) == "binary:\xff\xfe\x80");
}

TEST_CASE("a wrong byte is refused before its frame or message is complete") {
    SocketClient in_fragment(shared_server().port(), "/ws");
    in_fragment.send(text("\xce\xba\xe1\xbd\xb9", {.fin = false}) + more("\xf4\x90", false));
    CHECK(in_fragment.next() == "close:1007");
    SocketClient in_frame(shared_server().port(), "/ws");
    in_frame.send(text("ok-\xf4\x90\x80\x80-and-the-rest").substr(0, 6 + 5));
    CHECK(in_frame.next() == "close:1007");
    CHECK(in_frame.next() == "fin");
    SocketClient long_frame(shared_server().port(), "/ws");
    std::string payload(100'000, 'a');
    payload[700] = '\xff';
    long_frame.send(text(payload).substr(0, 1000));
    CHECK(long_frame.next() == "close:1007");
}

TEST_CASE("a text that ends inside of a character, the last frame being empty") {
    CHECK(exchange(text("\xe2\x82", {.fin = false}) + more("", true)) == "close:1007");
    CHECK(exchange(text("\xe2", {.fin = false}) + more("\x82", false) + more("\xac", true)) ==
          "text:\xe2\x82\xac");
    CHECK(exchange(text("\xe2", {.fin = false}) + ping("p") + more("\x82\xac", true)) == "pong:p");
}

TEST_CASE("a message after an invalid one is not answered, one after a valid one is whole") {
    CHECK(exchange(text("\xff") + text("a")) == "close:1007");
    SocketClient client(shared_server().port(), "/ws");
    client.send(text("\xc3\xa9") + text("\xa9"));
    CHECK(client.next() == "text:\xc3\xa9");
    CHECK(client.next() == "close:1007");
}
