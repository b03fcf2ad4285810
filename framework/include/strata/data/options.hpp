#pragma once
// DatabaseOptions: what a database is opened with. Plain values.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "strata/data/transaction.hpp"

namespace strata::data {

// What a commit waits for. With every one of them a killed process loses no committed row; they
// differ in what a power failure may take.
enum class Durability : std::uint8_t {
    full,  // the commit is on the disk: nothing is lost (PostgreSQL's own default, so both engines
           // promise the same)
    normal,  // the newest commits may be lost, the database stays intact
    off,     // the database may be damaged: for tests
};

struct DatabaseOptions {
    std::string url = "sqlite:data/service.db";  // sqlite:PATH, or sqlite::memory: for a private
                                                 // one that goes with it; postgres://...
    std::size_t readers = 2;                     // connections that single reads share, at least 1
    std::size_t connections = 8;  // PostgreSQL: connections for transactions, at least 1
    std::size_t snapshots = 8;    // SQLite: snapshot units at a time, at least 1
    Isolation isolation = Isolation::repeatable_read;
    std::chrono::milliseconds slow{50};  // PostgreSQL: a read that takes longer has its connection
                                         // for itself
    std::size_t batch = 10'000;          // rows that one statement inserts; more are an error
    std::size_t stream_rows = 100;       // of a stream that are read ahead
    // Warnings in the log, for development; 0: none.
    std::size_t warn_repeats = 0;            // runs of one statement in one unit of work
    std::chrono::milliseconds warn_idle{0};  // a write unit that waits for something else
    std::size_t queue = 20'000;  // units and statements that may wait; past it they fail as busy
    std::chrono::milliseconds busy_timeout{5'000};  // for a lock that another process holds
    Durability durability = Durability::full;
};

}  // namespace strata::data
