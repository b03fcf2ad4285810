#pragma once
// Listener: something that accepts work from outside (an HTTP server, an admin port). The runtime
// starts it when all it may need is there, and takes it through the stop: every function is called
// on the loop thread, in this order, each at most once.
//
//     start()             opens the sockets and accepts. After it, /ready may answer 200.
//     begin_drain()       SIGTERM came. /ready answers 503 from now on (runtime::Health::ready()),
//     every response
//                         written from now on carries `Connection: close`; go on accepting and
//                         serving.
//     stop_accepting()    drain.delay later: accept until the backlog is empty (EAGAIN), then close
//     the listening
//                         sockets. Returns when that is done; it does not wait for any peer.
//     drain(deadline)     resolves as soon as no connection is left. Idle keep-alive connections
//     are kept 500 ms more
//                         (a request that arrives is answered and closed), then shutdown(SHUT_WR),
//                         and what comes is read away until FIN or 1 s. Then WebSockets: calls
//                         finish, close frames with 1001 spread over a second, 2 s for the answer.
//                         A request still being received keeps its header or body timeout within
//                         the deadline, then 408 and close.
//     cut()               `deadline` (drain.timeout after stop_accepting) has passed: cancel every
//     dispatched call,
//                         answer what can be answered, close everything, and name each call cut in
//                         the report; the pending drain() must resolve at once, but for a call on a
//                         worker thread.
//
// On a failure during start-up, a started listener gets stop_accepting() and cut() only. Destroying
// a listener closes whatever is left.
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strata/loop/task.hpp"

namespace strata::runtime {

// A call that was cut, or took long enough to hold up the drain.
struct DrainedCall {
    DrainedCall(std::string call, std::chrono::milliseconds taken)
        : name(std::move(call)), duration(taken) {}

    std::string name;  // "mail/send", "GET /slow"
    std::chrono::milliseconds duration;
};

// What a listener did from begin_drain() to its end.
struct DrainReport {
    DrainReport() = default;

    std::uint64_t served = 0;  // calls and requests answered since begin_drain()
    std::uint64_t closed =
        0;  // idle or half-sent connections and silent peers that were ended: no cut
    std::vector<DrainedCall> cut{};  // dispatched calls that were cancelled: the process exits 1
    std::vector<DrainedCall>
        slow{};  // calls that were in flight when accepting stopped, the slowest 10
};

class Listener {
  public:
    Listener() = default;
    Listener(const Listener&) = delete;
    auto operator=(const Listener&) -> Listener& = delete;
    virtual ~Listener() = default;

    // For the log: "http".
    [[nodiscard]] virtual auto name() const -> std::string_view = 0;
    // Throws an exception whose what() is one clear line: "server.port 8000 on 127.0.0.1 is in
    // use".
    virtual void start() = 0;
    virtual void begin_drain() = 0;
    virtual void stop_accepting() = 0;
    [[nodiscard]] virtual auto drain(std::chrono::steady_clock::time_point deadline)
        -> Task<DrainReport> = 0;
    virtual void cut() = 0;
};

}  // namespace strata::runtime
