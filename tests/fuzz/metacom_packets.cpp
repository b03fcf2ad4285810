// Messages of a Metacom connection, one after another, ended by NUL; those that begin with 'b' are
// binary. A packet gets an answer, unless it is a stream's or an event's that is in order.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "live.hpp"
#include "protocol/metacom.hpp"

namespace {

using namespace strata::protocol;

void take(live::Connection& connection, std::string_view message) {
    if (message.starts_with('b')) return connection.take_binary(message.substr(1));
    const auto said = connection.take_text(message);
    const Envelope envelope = read_envelope(message, 65);
    const auto packet = metacom::read_packet(envelope);
    if (envelope.has(Part::jsonrpc) || message.find('[') < message.find('{')) return;
    if (packet.type == metacom::PacketType::refused || packet.type == metacom::PacketType::ping) {
        live::demand(!said.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest(reinterpret_cast<const char*>(data), size);
    live::Connection connection;
    while (!rest.empty()) {
        const auto end = rest.find('\0');
        take(connection, rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return 0;
}
