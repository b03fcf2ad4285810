// One JSON-RPC request or batch: the answer is JSON; what is no request is answered; a batch is
// answered by an array or by one error.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "live.hpp"
#include "protocol/json_rpc.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace strata::protocol;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    live::Connection connection;
    const auto said = connection.take_text(text);
    if (json_rpc::is_batch(text)) return 0;
    const Envelope envelope = read_envelope(text, 65);
    const auto request = json_rpc::read_request(envelope);
    if (envelope.has(Part::jsonrpc) && request.error != 0) live::demand(said.size() == 1);
    return 0;
}
