#include "protocol/metacom.hpp"

#include <limits>
#include <variant>

#include "protocol/problem_members.hpp"
#include "strata/json/reader.hpp"
#include "strata/json/writer.hpp"

namespace strata::protocol::metacom {

namespace {

constexpr std::size_t longest_name = 255;
constexpr std::uint64_t greatest_size = (std::uint64_t{1} << 53U) - 1;

auto refused(Packet packet, std::string why) -> Packet {
    packet.type = PacketType::refused;
    packet.problem = std::move(why);
    return packet;
}

auto stray(Packet packet, std::string_view member) -> Packet {
    const auto why = "A packet of this type has no member \"" + std::string(member) + "\"";
    return refused(std::move(packet), why);
}

auto read_call(const Envelope& envelope, Packet packet) -> Packet {
    const auto other = envelope.other_than(Part::type, Part::id, Part::method, Part::args);
    if (!other.empty()) return stray(std::move(packet), other);
    if (packet.id.empty()) return refused(std::move(packet), "A call needs an id");
    auto method = envelope.string(Part::method);
    if (!method) return refused(std::move(packet), "A call needs a method, a text");
    packet.type = PacketType::call;
    packet.name = *std::move(method);
    packet.args = envelope.text(Part::args);
    return packet;
}

auto read_event(const Envelope& envelope, Packet packet) -> Packet {
    const auto other = envelope.other_than(Part::type, Part::id, Part::name, Part::data);
    if (!other.empty()) return stray(std::move(packet), other);
    auto name = envelope.string(Part::name);
    if (!name) return refused(std::move(packet), "An event needs a name, a text");
    packet.type = PacketType::event;
    packet.name = *std::move(name);
    packet.args = envelope.text(Part::data);
    return packet;
}

auto read_end(const Envelope& envelope, Packet packet) -> Packet {
    const auto status = envelope.string(Part::status);
    if (envelope.has(Part::size)) return stray(std::move(packet), "size");
    if (status == "end") {
        packet.status = StreamStatus::end;
    } else if (status == "terminate") {
        packet.status = StreamStatus::terminate;
    } else {
        return refused(std::move(packet), "A stream's status is end or terminate");
    }
    packet.type = PacketType::stream;
    return packet;
}

auto read_stream(const Envelope& envelope, Packet packet) -> Packet {
    const auto other =
        envelope.other_than(Part::type, Part::id, Part::name, Part::size, Part::status);
    if (!other.empty()) return stray(std::move(packet), other);
    if (packet.id.empty()) return refused(std::move(packet), "A stream needs an id");
    if (envelope.has(Part::status)) return read_end(envelope, std::move(packet));
    auto name = envelope.string(Part::name);
    if (!name || name->empty() || name->size() > longest_name) {
        return refused(std::move(packet), "A stream needs a name of 1 to 255 bytes");
    }
    packet.name = *std::move(name);
    json::Reader reader(envelope.text(Part::size));
    std::uint64_t size = 0;
    if (envelope.has(Part::size) && !reader.read_null()) {
        if (!reader.read(size) || size > greatest_size) {
            return refused(std::move(packet), "A stream's size is a number of bytes");
        }
        packet.size = size;
    }
    packet.type = PacketType::stream;
    return packet;
}

void write_id(json::Writer& writer, const StreamId& id) {
    std::visit([&](const auto& plain) { writer.value(plain); }, id.value());
}

}  // namespace

auto read_packet(const Envelope& envelope) -> Packet {
    Packet packet;
    if (envelope.is_json && envelope.is_object && envelope.members == 0) {
        packet.type = PacketType::ping;
        return packet;
    }
    if (envelope.has(Part::id)) {
        if (!is_call_id(envelope.text(Part::id))) {
            return refused(std::move(packet),
                           "An id is a whole number or a text of up to 255 bytes");
        }
        packet.id = envelope.text(Part::id);
    }
    if (!envelope.problem.empty()) return refused(std::move(packet), envelope.problem);
    const auto type = envelope.string(Part::type);
    if (type == "call") return read_call(envelope, std::move(packet));
    if (type == "event") return read_event(envelope, std::move(packet));
    if (type == "stream") return read_stream(envelope, std::move(packet));
    return refused(std::move(packet), "A packet's type is call, event or stream");
}

auto split_name(std::string_view name) -> MethodName {
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) return {name, {}};
    return {name.substr(0, slash), name.substr(slash + 1)};
}

void begin_callback(std::string_view id, std::string& out) {
    out.append(R"({"type":"callback","id":)").append(id).append(R"(,"result":)");
}

void end_callback(std::string& out) { out.push_back('}'); }

auto error_code(const contract::Problem& problem) -> int {
    if (problem.code == "unauthenticated") return 403;
    if (problem.code == "deadline_exceeded") return 408;
    return problem.status;
}

void write_error(std::string_view id, const contract::Problem& problem,
                 std::optional<std::chrono::seconds> retry_after, std::string& out) {
    json::Writer writer(out);
    writer.begin_object();
    writer.literal_key("\"type\":");
    writer.value("callback");
    if (!id.empty()) {
        writer.literal_key("\"id\":");
        writer.raw(id);
    }
    writer.literal_key("\"error\":");
    writer.begin_object();
    writer.literal_key("\"message\":");
    writer.value(problem.message);
    writer.literal_key("\"code\":");
    writer.value(error_code(problem));
    if (!problem.code.empty()) {
        writer.literal_key("\"reason\":");
        writer.value(problem.code);
    }
    write_problem_members(writer, problem, retry_after);
    writer.end_object();
    writer.end_object();
}

void write_refusal(std::string_view id, int code, std::string_view message, std::string& out) {
    contract::Problem problem;
    problem.status = code;
    problem.message = message;
    write_error(id, problem, std::nullopt, out);
}

void write_event(const events::Event& event, std::string& out) {
    json::Writer writer(out);
    writer.begin_object();
    writer.literal_key("\"type\":");
    writer.value("event");
    writer.literal_key("\"id\":");
    writer.value(event.id);
    writer.literal_key("\"name\":");
    writer.value(std::string(event.module).append(1, '/').append(event.name));
    writer.literal_key("\"data\":");
    writer.raw(event.data.empty() ? std::string_view("{}") : event.data);
    writer.end_object();
}

void write_stream(const StreamId& id, std::string_view name, std::optional<std::uint64_t> size,
                  std::string& out) {
    json::Writer writer(out);
    writer.begin_object();
    writer.literal_key("\"type\":");
    writer.value("stream");
    writer.literal_key("\"id\":");
    write_id(writer, id);
    writer.literal_key("\"name\":");
    writer.value(name);
    if (size) {
        writer.literal_key("\"size\":");
        writer.value(*size);
    }
    writer.end_object();
}

void write_stream(const StreamId& id, StreamStatus status, std::string& out) {
    json::Writer writer(out);
    writer.begin_object();
    writer.literal_key("\"type\":");
    writer.value("stream");
    writer.literal_key("\"id\":");
    write_id(writer, id);
    writer.literal_key("\"status\":");
    writer.value(status == StreamStatus::end ? "end" : "terminate");
    writer.end_object();
}

auto read_stream_id(std::string_view json) -> std::optional<StreamId> {
    json::Reader reader(json);
    if (reader.peek() == json::Kind::string) {
        std::string text;
        if (!reader.read(text) || text.empty() || text.size() > 255) return std::nullopt;
        return StreamId(std::move(text));
    }
    std::int64_t number = 0;
    using Limits = std::numeric_limits<std::int32_t>;
    if (!reader.read(number) || number < Limits::min() || number > Limits::max()) {
        return std::nullopt;
    }
    return StreamId(number);
}

}  // namespace strata::protocol::metacom
