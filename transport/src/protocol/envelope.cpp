#include "protocol/envelope.hpp"

#include "strata/json/object_reader.hpp"
#include "strata/json/reader.hpp"

namespace strata::protocol {

namespace {

constexpr std::array<std::string_view, parts> names{"type", "id",   "method", "args",    "name",
                                                    "data", "size", "status", "jsonrpc", "params"};
constexpr std::size_t longest_id = 255;
constexpr std::int64_t greatest_id = (std::int64_t{1} << 53) - 1;

auto describe(const json::SyntaxError& error) -> std::string {
    return "Not JSON: " + error.message + " at line " + std::to_string(error.line) + ", column " +
           std::to_string(error.column);
}

}  // namespace

auto Envelope::string(Part part) const -> std::optional<std::string> {
    json::Reader reader(text(part));
    std::string value;
    if (!has(part) || reader.peek() != json::Kind::string || !reader.read(value)) {
        return std::nullopt;
    }
    return value;
}

auto Envelope::other(std::uint32_t allowed) const -> std::string_view {
    for (std::size_t i = 0; i < parts; ++i) {
        if (!texts[i].empty() && ((allowed >> i) & 1U) == 0) return names[i];
    }
    return {};
}

auto read_envelope(std::string_view packet, unsigned depth) -> Envelope {
    Envelope envelope;
    json::Reader reader(packet, depth + 1);
    envelope.is_object = reader.peek() == json::Kind::object;
    json::ObjectReader<names, 0, json::OtherMembers::given> object(reader);
    while (object.next()) {
        ++envelope.members;
        if (object.member() < parts) {
            envelope.texts[object.member()] = reader.raw();
            continue;
        }
        if (envelope.problem.empty()) {
            envelope.problem = "Unknown member \"" + std::string(object.key()) + "\"";
        }
        reader.ignore(object.key());
    }
    static_cast<void>(object.complete());
    static_cast<void>(reader.finish());
    envelope.is_json = reader.ok();
    if (!envelope.is_json) {
        envelope.problem = describe(reader.syntax_error());
    } else if (!envelope.is_object) {
        envelope.problem = "A packet is a JSON object";
    }
    return envelope;
}

auto is_call_id(std::string_view json) -> bool {
    json::Reader reader(json);
    if (reader.peek() == json::Kind::string) {
        std::string_view text;
        return reader.read_string(text) && text.size() <= longest_id;
    }
    std::int64_t number = 0;
    return reader.peek() == json::Kind::number && reader.read(number) && number <= greatest_id &&
           number >= -greatest_id;
}

}  // namespace strata::protocol
