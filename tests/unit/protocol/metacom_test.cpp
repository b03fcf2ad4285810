#include "protocol/metacom.hpp"

#include <doctest/doctest.h>

using namespace strata;
using namespace strata::protocol;
using metacom::PacketType;
using metacom::StreamStatus;

namespace {

constexpr unsigned depth = 64;

// The packet, and the text that its views are of.
struct Read {
    explicit Read(std::string given)
        : text(std::move(given)), envelope(read_envelope(text, depth)) {
        packet = metacom::read_packet(envelope);
    }
    std::string text;
    Envelope envelope;
    metacom::Packet packet{};
};

auto why(std::string text) -> std::string {
    const Read read(std::move(text));
    return read.packet.type == PacketType::refused ? read.packet.problem : "not refused";
}

}  // namespace

TEST_CASE("an empty object is a ping, however it is written") {
    CHECK(Read("{}").packet.type == PacketType::ping);
    CHECK(Read(" {\n} ").packet.type == PacketType::ping);
}

TEST_CASE("a call has an id, a number or a text, a method and args") {
    const Read number(R"({"type":"call","id":7,"method":"auth/signIn","args":{"login":"ada"}})");
    CHECK(number.packet.type == PacketType::call);
    CHECK(number.packet.id == "7");
    CHECK(number.packet.name == "auth/signIn");
    CHECK(number.packet.args == R"({"login":"ada"})");
    const Read text(R"({"id":"a1","method":"x/y","type":"call"})");
    CHECK(text.packet.type == PacketType::call);
    CHECK(text.packet.id == R"("a1")");
    CHECK(text.packet.args.empty());
}

TEST_CASE("what is no packet is refused, saying why") {
    CHECK(why("") == "Not JSON: unexpected end of the text at line 1, column 1");
    CHECK(why("[]") == "A packet is a JSON object");
    CHECK(why("5") == "A packet is a JSON object");
    CHECK(why(R"({"type":"call","id":1,"id":2,"method":"a/b"})").starts_with("Not JSON"));
    CHECK(why(R"({"type":"call","method":"a/b"})") == "A call needs an id");
    CHECK(why(R"({"type":"call","id":1})") == "A call needs a method, a text");
    CHECK(why(R"({"type":"call","id":1,"method":5})") == "A call needs a method, a text");
    CHECK(why(R"({"type":"call","id":1.5,"method":"a/b"})").starts_with("An id is"));
    CHECK(why(R"({"type":"call","id":null,"method":"a/b"})").starts_with("An id is"));
    CHECK(why(R"({"type":"call","id":9007199254740992,"method":"a/b"})").starts_with("An id is"));
    CHECK(why(R"({"type":"call","id":1,"method":"a/b","meta":{}})") == "Unknown member \"meta\"");
    CHECK(why(R"({"type":"call","id":1,"method":"a/b","size":1})") ==
          "A packet of this type has no member \"size\"");
    CHECK(why(R"({"type":"callback","id":1,"result":{}})").starts_with("Unknown member"));
    CHECK(why(R"({"type":"callback","id":1})") == "A packet's type is call, event or stream");
    CHECK(why(R"({"type":"event","data":{}})") == "An event needs a name, a text");
}

TEST_CASE("a refused packet keeps its id for the answer") {
    const Read read(R"({"type":"call","id":"a1"})");
    CHECK(read.packet.type == PacketType::refused);
    CHECK(read.packet.id == R"("a1")");
}

TEST_CASE("a stream begins with a name and perhaps a size, and ends with a status") {
    const Read begin(R"({"type":"stream","id":1,"name":"f.txt","size":10})");
    CHECK(begin.packet.status == StreamStatus::begin);
    CHECK(begin.packet.name == "f.txt");
    CHECK(begin.packet.size == 10);
    CHECK_FALSE(Read(R"({"type":"stream","id":1,"name":"f"})").packet.size);
    CHECK_FALSE(Read(R"({"type":"stream","id":1,"name":"f","size":null})").packet.size);
    CHECK(Read(R"({"type":"stream","id":1,"status":"end"})").packet.status == StreamStatus::end);
    CHECK(Read(R"({"type":"stream","id":1,"status":"terminate"})").packet.status ==
          StreamStatus::terminate);
    CHECK(why(R"({"type":"stream","id":1,"name":"f","size":-1})").starts_with("A stream's size"));
    CHECK(why(R"({"type":"stream","id":1,"name":"f","size":1.5})").starts_with("A stream's size"));
    CHECK(why(R"({"type":"stream","id":1,"name":""})").starts_with("A stream needs a name"));
    CHECK(why(R"({"type":"stream","id":1,"status":"stop"})") ==
          "A stream's status is end or terminate");
    CHECK(why(R"({"type":"stream","name":"f","size":1})") == "A stream needs an id");
}

TEST_CASE("ids of streams") {
    const std::string longest = '"' + std::string(255, 's') + '"';
    const Read begin(R"({"type":"stream","id":)" + longest + R"(,"name":"f"})");
    CHECK(begin.packet.type == PacketType::stream);
    CHECK(metacom::read_stream_id(begin.packet.id) == StreamId(std::string(255, 's')));
    CHECK(why(R"({"type":"stream","id":"s)" + longest.substr(1) + R"(,"name":"f"})")
              .starts_with("An id is"));
    CHECK(metacom::read_stream_id("-3") == StreamId(-3));
    CHECK(metacom::read_stream_id(R"("s1")") == StreamId("s1"));
    CHECK_FALSE(metacom::read_stream_id("4294967296"));
    CHECK_FALSE(metacom::read_stream_id(R"("")"));
}

TEST_CASE("an error's code is the status, as Metacom's own server gives it") {
    contract::Problem problem;
    problem.status = 401;
    problem.code = "unauthenticated";
    problem.message = "Sign in first";
    std::string out;
    metacom::write_error("1", problem, std::nullopt, out);
    CHECK(out == R"({"type":"callback","id":1,"error":{"message":"Sign in first","code":403,)"
                 R"("reason":"unauthenticated"}})");
    problem.code = "wrong_credentials";
    CHECK(metacom::error_code(problem) == 401);
    problem.code = "deadline_exceeded";
    problem.status = 504;
    CHECK(metacom::error_code(problem) == 408);
}

TEST_CASE("packets to a client") {
    std::string out;
    metacom::write_stream(StreamId(-1), "a\"b", 3, out);
    CHECK(out == R"({"type":"stream","id":-1,"name":"a\"b","size":3})");
    out.clear();
    metacom::write_stream(StreamId("x"), "f", std::nullopt, out);
    CHECK(out == R"({"type":"stream","id":"x","name":"f"})");
    out.clear();
    metacom::write_stream(StreamId(2), StreamStatus::terminate, out);
    CHECK(out == R"({"type":"stream","id":2,"status":"terminate"})");
    out.clear();
    events::Event event;
    event.module = "mail";
    event.name = "sent";
    event.data = R"({"a":1})";
    metacom::write_event(event, out);
    CHECK(out == R"({"type":"event","id":"00000000-0000-0000-0000-000000000000",)"
                 R"("name":"mail/sent","data":{"a":1}})");
}
