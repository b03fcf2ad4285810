#include "http/server_implementation.hpp"
#include "strata/metrics/registry.hpp"

namespace strata::http {

void publish(const Statistics& statistics, metrics::Registry& registry) {
    auto from = [](const std::uint64_t& counter) {
        return [&counter] { return static_cast<double>(counter); };
    };
    const Statistics& s = statistics;
    registry.gauge_from("strata_http_connections", "Open connections.", from(s.open));
    registry.counter_from("strata_http_accepted_total", "Connections accepted.", from(s.accepted));
    registry.counter_from("strata_http_over_limit_total", "Connections answered 503 at accept.",
                          from(s.over_limit));
    registry.counter_from("strata_http_accept_failures_total",
                          "Times that no connection could be accepted.", from(s.accept_failures));
    registry.counter_from("strata_http_requests_total", "Requests whose head was complete.",
                          from(s.requests));
    constexpr std::string_view answers = "strata_http_answers_total";
    constexpr std::string_view help = "Answers by the class of their status.";
    registry.counter_from(answers, help, from(s.answers_2xx), {{"class", "2xx"}});
    registry.counter_from(answers, help, from(s.answers_3xx), {{"class", "3xx"}});
    registry.counter_from(answers, help, from(s.answers_4xx), {{"class", "4xx"}});
    registry.counter_from(answers, help, from(s.answers_5xx), {{"class", "5xx"}});
    registry.counter_from("strata_http_refused_total",
                          "Requests that were malformed, too large, too late or too many.",
                          from(s.refused));
    registry.counter_from("strata_http_timeouts_total", "Connections that a timeout ended.",
                          from(s.timeouts));
    registry.counter_from("strata_http_lost_total", "Connections that the peer reset.",
                          from(s.lost));
    registry.counter_from("strata_http_received_bytes_total", "Bytes received.", from(s.bytes_in));
    registry.counter_from("strata_http_sent_bytes_total", "Bytes sent.", from(s.bytes_out));
    registry.counter_from("strata_http_late_sends_total",
                          "Calls of a response whose request was over.", from(s.late_sends));
}

}  // namespace strata::http
