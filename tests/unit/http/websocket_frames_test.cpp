#include <doctest/doctest.h>

#include <string>

#include "strata/http/web_socket_frame.hpp"
#include "websocket/frame_header.hpp"
#include "websocket/mask.hpp"
#include "websocket/message_reader.hpp"
#include "websocket/sha1.hpp"
#include "websocket/utf8_stream.hpp"

using namespace strata::websocket;
using Found = MessageReader::Found;

namespace {

constexpr std::array<char, 4> key = {'\x37', '\xfa', '\x21', '\x3d'};

auto masked(unsigned first, std::string_view payload) -> std::string {
    std::string bytes = {static_cast<char>(first), static_cast<char>(0x80U | payload.size())};
    bytes.append(key.data(), key.size());
    for (std::size_t i = 0; i < payload.size(); ++i) {
        bytes += static_cast<char>(payload[i] ^ key[i % 4]);
    }
    return bytes;
}

}  // namespace

TEST_CASE("headers as they are read and written") {
    for (std::uint64_t length :
         {std::uint64_t{0}, std::uint64_t{125}, std::uint64_t{126}, std::uint64_t{65535},
          std::uint64_t{65536}, std::uint64_t{1} << 40}) {
        std::array<char, FrameHeader::max_sent_size> bytes{};
        std::size_t size = write_header(bytes, Opcode::binary, length % 2 == 0, length);
        CHECK(size == (length < 126 ? 2U : length < 65536 ? 4U : 10U));
        CHECK(header_size(bytes.data()) == size);
        FrameHeader header = read_header(bytes.data());
        CHECK(header.fin);
        CHECK(header.is(Opcode::binary));
        CHECK(header.rsv1 == (length % 2 == 0));
        CHECK(!header.masked);
        CHECK(header.minimal);
        CHECK(header.length == length);
    }
}

TEST_CASE("unmasking, at every offset and length") {
    for (std::size_t offset = 0; offset < 9; ++offset) {
        for (std::size_t size = 0; size < 40; ++size) {
            std::string bytes(size, 'x');
            for (std::size_t i = 0; i < size; ++i) {
                bytes[i] = static_cast<char>(bytes[i] ^ key[(i + offset) % 4]);
            }
            unmask(bytes.data(), size, key, offset);
            CHECK(bytes == std::string(size, 'x'));
        }
    }
}

TEST_CASE("a message in one frame is a view into the bytes; one in parts is put together") {
    MessageReader reader(MessageLimits{}, nullptr);
    std::string whole = masked(0x81, "Hello");
    CHECK(reader.read(whole.data(), whole.size()) == Found::text);
    CHECK(reader.content() == "Hello");
    CHECK(reader.content().data() == whole.data() + 6);
    CHECK(reader.used() == whole.size());
    std::string parts = masked(0x01, "Hel") + masked(0x89, "p") + masked(0x80, "lo");
    CHECK(reader.read(parts.data(), parts.size()) == Found::ping);
    CHECK(reader.content() == "p");
    std::size_t used = reader.used();
    CHECK(reader.read(parts.data() + used, parts.size() - used) == Found::text);
    CHECK(reader.content() == "Hello");
}

TEST_CASE("while it is held, control frames are read, and no message is begun") {
    MessageReader reader(MessageLimits{}, nullptr);
    std::string first = masked(0x01, "on") + masked(0x80, "e");
    CHECK(reader.read(first.data(), first.size()) == Found::text);
    reader.hold(true);
    std::string rest = masked(0x89, "p") + masked(0x81, "two") + masked(0x89, "q");
    CHECK(reader.read(rest.data(), rest.size()) == Found::ping);
    std::size_t used = reader.used();
    CHECK(reader.read(rest.data() + used, rest.size() - used) == Found::nothing);
    used += reader.used();
    CHECK(used < rest.size());
    reader.hold(false);
    CHECK(reader.read(rest.data() + used, rest.size() - used) == Found::text);
    CHECK(reader.content() == "two");
    used += reader.used();
    CHECK(reader.read(rest.data() + used, rest.size() - used) == Found::ping);
    CHECK(reader.content() == "q");
}

TEST_CASE("a message in parts after one that was held") {
    MessageReader reader(MessageLimits{}, nullptr);
    std::string bytes =
        masked(0x01, "on") + masked(0x80, "e") + masked(0x01, "tw") + masked(0x80, "o");
    CHECK(reader.read(bytes.data(), bytes.size()) == Found::text);
    std::string_view one = reader.content();
    std::size_t used = reader.used();
    reader.hold(true);
    CHECK(reader.read(bytes.data() + used, bytes.size() - used) == Found::nothing);
    used += reader.used();
    CHECK(one == "one");
    reader.hold(false);
    CHECK(reader.read(bytes.data() + used, bytes.size() - used) == Found::text);
    CHECK(reader.content() == "two");
}

TEST_CASE("after a failure nothing more is read") {
    MessageReader reader(MessageLimits{}, nullptr);
    std::string bytes = masked(0x83, "") + masked(0x81, "late");
    CHECK(reader.read(bytes.data(), bytes.size()) == Found::failure);
    CHECK(reader.failure().code == CloseCode::protocol_error);
    CHECK(reader.read(bytes.data(), bytes.size()) == Found::nothing);
    CHECK(reader.used() == bytes.size());
}

TEST_CASE("close codes that may be sent") {
    int count = 0;
    for (unsigned code = 0; code <= 65535; ++code) count += is_sendable(code) ? 1 : 0;
    CHECK(count == 12 + 2000);
    CHECK(!is_sendable(1004));
    CHECK(!is_sendable(1005));
    CHECK(!is_sendable(1006));
    CHECK(!is_sendable(1015));
    CHECK(is_sendable(1014));
}

TEST_CASE("a text in pieces, at its first wrong byte") {
    Utf8Stream text;
    CHECK(text.add("\xe2\x82"));
    CHECK(!text.is_complete());
    CHECK(text.add("\xac and more than eight bytes of ASCII"));
    CHECK(text.is_complete());
    CHECK(text.add("\xed"));
    CHECK(!text.add("\xa0"));
}

TEST_CASE("SHA-1: the standard's examples") {
    auto hex = [](std::string_view message) {
        std::string text;
        for (char byte : sha1(message)) {
            constexpr std::string_view digits = "0123456789abcdef";
            text += digits[static_cast<unsigned char>(byte) >> 4U];
            text += digits[static_cast<unsigned char>(byte) & 15U];
        }
        return text;
    };
    CHECK(hex("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
    CHECK(hex("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    CHECK(hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    CHECK(hex(std::string(1'000'000, 'a')) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST_CASE("a shared frame is made once, and compressed once") {
    auto frame = strata::http::WebSocketFrame::text("Hello", "greeting");
    CHECK(frame->bytes() == std::string("\x81\x05Hello"));
    CHECK(frame->content() == "Hello");
    CHECK(frame->key() == "greeting");
    int times = 0;
    auto compress = [&times](std::string_view content, std::string& out) {
        ++times;
        out = "<" + std::string(content) + ">";
    };
    CHECK(frame->compressed(compress) == std::string("\xc1\x07<Hello>"));
    CHECK(frame->compressed(compress) == std::string("\xc1\x07<Hello>"));
    CHECK(times == 1);
    CHECK(strata::http::WebSocketFrame::binary("")->bytes() == std::string("\x82\0", 2));
}
