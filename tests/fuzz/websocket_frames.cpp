// What a client's bytes mean does not depend on where their stream was cut, nor on when messages
// were held back.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "websocket/deflate.hpp"
#include "websocket/message_reader.hpp"

namespace {

using namespace strata::websocket;
using Found = MessageReader::Found;

constexpr std::size_t most_bytes = 4096;
constexpr MessageLimits limits{2048, 16};

void demand(bool holds) {
    if (!holds) std::abort();
}

auto as_text(Found found, const MessageReader& reader) -> std::string {
    std::string event(1, static_cast<char>('a' + static_cast<int>(found)));
    if (found == Found::failure) {
        return event + std::to_string(static_cast<int>(reader.failure().code));
    }
    return event.append(reader.content());
}

// What is read while a message is held: control frames, and the message stays what it is. How many
// bytes that used.
auto read_held(MessageReader& reader, std::string& bytes, std::size_t from, std::string& events)
    -> std::size_t {
    const std::string_view content = reader.content();
    const std::string copy(content);
    reader.hold(true);
    std::size_t at = from;
    while (true) {
        const Found found = reader.read(bytes.data() + at, bytes.size() - at);
        at += reader.used();
        if (found == Found::nothing) break;
        demand(found != Found::text && found != Found::binary);
        events += as_text(found, reader) + "\n";
    }
    demand(content == copy);
    return at - from;
}

// All events of the stream, given in pieces.
auto events_of(std::string bytes, std::size_t piece, bool compressed, bool held) -> std::string {
    Inflater inflater(15, true, 200);
    MessageReader reader(limits, compressed ? &inflater : nullptr);
    std::string events;
    std::string pending;
    for (std::size_t at = 0; at <= bytes.size(); at += piece) {
        pending += bytes.substr(at, piece);
        while (true) {
            reader.hold(false);
            const Found found = reader.read(pending.data(), pending.size());
            const std::size_t used = reader.used();
            demand(used <= pending.size());
            if (found == Found::nothing) {
                demand(used == pending.size());
                pending.clear();
                break;
            }
            events += as_text(found, reader) + "\n";
            const bool message = found == Found::text || found == Found::binary;
            if (message) demand(reader.content().size() <= limits.message);
            const std::size_t held_back =
                message && held ? read_held(reader, pending, used, events) : 0;
            pending.erase(0, used + held_back);
        }
    }
    return events;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const bool compressed = (data[0] & 1U) != 0;
    const std::string bytes(reinterpret_cast<const char*>(data + 1),
                            std::min(size - 1, most_bytes));
    const std::string expected = events_of(bytes, bytes.size() + 1, compressed, false);
    for (std::size_t piece : {1U, 2U, 7U, 61U, 500U}) {
        demand(events_of(bytes, piece, compressed, piece % 2 == 0) == expected);
    }
    return 0;
}
