#include "protocol/live_settings.hpp"

namespace strata::protocol {

void LiveSettings::describe(config::Section<LiveSettings>& keys) {
    keys.doc("Metacom and JSON-RPC (docs/metacom.md): what one connection may take.");
    keys.key("calls", &LiveSettings::calls,
             "Calls and events of one connection that are at work at a time.")
        .range(1, 100'000)
        .live()
        .beyond("the connection is read on when one has ended");
    keys.key("batch", &LiveSettings::batch, "Requests in one JSON-RPC batch.")
        .range(1, 100'000)
        .live()
        .beyond("error -32600");
    keys.key("batchAnswer", &LiveSettings::batch_answer,
             "The answers to a JSON-RPC batch, together, after which no request of it begins.")
        .range(config::Size(1U << 10U), config::Size(1U << 30U))
        .live()
        .beyond("error -32007 for the requests that are left");
    keys.key("streams", &LiveSettings::streams,
             "Streams that a connection sends at a time, and as many that it gets.")
        .range(0, 10'000)
        .live()
        .beyond("error 400");
    keys.key("streamBuffer", &LiveSettings::stream_buffer,
             "What a connection's streams may have sent before a method takes it.")
        .range(config::Size(1U << 10U), config::Size(1U << 30U))
        .live()
        .beyond(
            "the connection is read on when the method has taken some; a stream that no method "
            "takes is broken off with error 400");
}

}  // namespace strata::protocol
