#pragma once
// Statistics of a database, as metrics and health read them. Plain numbers, since the start; a
// snapshot.
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace strata::data {

struct Statistics {
    std::uint64_t statements = 0;  // run, whatever came of them
    std::uint64_t failures = 0;    // of them, ended with an error
    std::uint64_t commits = 0;
    std::uint64_t rollbacks = 0;
    std::uint64_t refused = 0;              // busy, because too many waited
    std::uint64_t lost_connections = 0;     // and attempts that failed
    std::uint64_t waited = 0;               // units that waited for a connection
    std::chrono::nanoseconds wait_time{0};  // of all of them
    std::size_t connections = 0;            // open, now
    std::size_t in_use = 0;                 // of them, by a unit
    std::size_t writers_waiting = 0;        // units in line for the writer, now
    std::size_t readers_waiting = 0;  // statements and snapshot units in line for a reader, now
};

}  // namespace strata::data
