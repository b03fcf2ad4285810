#include "strata/contract/settings.hpp"

namespace strata::contract {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

void describe_queue(config::Section<LimitsSettings>& keys) {
    keys.key("concurrency", &LimitsSettings::concurrency, "Calls whose handlers run at a time.")
        .range(1, 1'000'000)
        .live()
        .beyond("the call waits for its turn");
    keys.key("queue", &LimitsSettings::queue,
             "Calls that may wait for their turn; past it the client gets 503.")
        .range(0, 10'000'000)
        .live()
        .beyond("503 `overloaded`");
    keys.key("queueTimeout", &LimitsSettings::queue_timeout,
             "How long a call waits for its turn before the client gets 503.")
        .range(milliseconds(1), milliseconds(3'600'000))
        .live()
        .beyond("503 `overloaded`");
    keys.key("loopLag", &LimitsSettings::loop_lag,
             "The longest that a call or a request of a raw endpoint may have waited for the event "
             "loop; one that has waited longer gets 503 at once. 0: as long as it takes.")
        .range(milliseconds(0), milliseconds(3'600'000))
        .live()
        .beyond("503 `overloaded`");
}

void describe_rate(config::Section<LimitsSettings>& keys) {
    keys.key("rate.perIp", &LimitsSettings::rate_per_ip,
             "Calls of one client address in a window, over all methods; 0: no limit. An IPv6 "
             "client is "
             "known by its /64.")
        .range(0, 100'000'000)
        .live()
        .beyond("429 `too_many_requests`, with RateLimit and RateLimit-Policy");
    keys.key("rate.window", &LimitsSettings::rate_window, "The window of rate.perIp.")
        .range(seconds(1), seconds(24 * 3600))
        .live();
}

}  // namespace

void LimitsSettings::describe(config::Section<LimitsSettings>& keys) {
    keys.doc("What a call may take where its contract doesn't say.");
    keys.key("timeout", &LimitsSettings::timeout,
             "Deadline of a call whose contract has no timeout; past it the client gets 504.")
        .range(milliseconds(1), milliseconds(3'600'000))
        .live()
        .beyond("504 `deadline_exceeded`");
    keys.key("body", &LimitsSettings::body,
             "Size of a call's parameters where its contract has no body; past it the client gets "
             "413.")
        .range(config::Size(2), config::Size(1U << 30U))
        .live()
        .beyond("413 `payload_too_large` or `body_too_large`");
    keys.key("depth", &LimitsSettings::depth, "Levels of nesting in parameters.")
        .range(1, 1'000)
        .live()
        .beyond("400 `malformed_json`");
    describe_queue(keys);
    describe_rate(keys);
    keys.key("idempotency.retention", &LimitsSettings::idempotency_retention,
             "How long the answer of an idempotency key is kept.")
        .range(seconds(1), seconds(365 * 24 * 3600))
        .live();
}

void ContractSettings::describe(config::Section<ContractSettings>& keys) {
    keys.doc("How strictly contracts are kept.");
    keys.key("validateResults", &ContractSettings::validate_results,
             "Check every result and error against its schema too, before it is sent; one that "
             "breaks it is 500, and the log says where. For development and tests: it costs as "
             "much as checking parameters does.");
}

}  // namespace strata::contract
