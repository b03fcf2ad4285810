#pragma once
// Metacom: its packets, in and out (docs/metacom.md). Pure; any thread; the views are the packet's.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/envelope.hpp"
#include "strata/contract/call.hpp"
#include "strata/contract/stream_id.hpp"
#include "strata/events/event.hpp"

namespace strata::protocol::metacom {

enum class PacketType : std::uint8_t { ping, call, event, stream, refused };
enum class StreamStatus : std::uint8_t { begin, end, terminate };

struct Packet {
    PacketType type = PacketType::refused;
    std::string_view id{};    // its JSON text; empty: none
    std::string name{};       // "auth/signIn" of a call or an event; the stream's name
    std::string_view args{};  // JSON text of a call's args or an event's data; empty: none
    StreamStatus status = StreamStatus::begin;
    std::optional<std::uint64_t> size{};  // of a stream; none: unknown
    std::string problem{};                // refused: why
};

[[nodiscard]] auto read_packet(const Envelope& envelope) -> Packet;

// "orders.2/place" as module and name; the second is empty where there is no slash.
struct MethodName {
    std::string_view module{};
    std::string_view name{};
};
[[nodiscard]] auto split_name(std::string_view name) -> MethodName;

// A callback is begun, the result appended to `out`, and ended.
void begin_callback(std::string_view id, std::string& out);
void end_callback(std::string& out);
// Its code is the problem's status, as Metacom's own server gives it: 403 without a session, 408
// past the deadline. An empty id: of a packet whose id can't be told.
void write_error(std::string_view id, const contract::Problem& problem,
                 std::optional<std::chrono::seconds> retry_after, std::string& out);
[[nodiscard]] auto error_code(const contract::Problem& problem) -> int;
void write_refusal(std::string_view id, int code, std::string_view message, std::string& out);
void write_event(const events::Event& event, std::string& out);
void write_stream(const StreamId& id, std::string_view name, std::optional<std::uint64_t> size,
                  std::string& out);
void write_stream(const StreamId& id, StreamStatus status, std::string& out);

// The id of a stream in a packet: a number of 32 bits or a text of 1 to 255 bytes.
[[nodiscard]] auto read_stream_id(std::string_view json) -> std::optional<StreamId>;

}  // namespace strata::protocol::metacom
