#pragma once
// in_time: a question to the database that nobody else sets a deadline. A connection may have died
// without a word, and it would wait for ever. Loop thread only.
#include <chrono>
#include <utility>

#include "strata/data/error.hpp"
#include "strata/loop/within.hpp"

namespace strata::data {

constexpr std::chrono::seconds answer_time{10};

// The answer, or DatabaseError (unavailable) past the limit.
template <class T>
auto in_time(Task<T> question, EventLoop::Duration limit = answer_time) -> Task<T> {
    const auto due = EventLoop::now() + limit;
    try {
        co_return co_await within(limit, std::move(question));
    } catch (const Cancelled& cancelled) {
        // The caller's own deadline is none of its business.
        if (cancelled.reason() != CancelReason::deadline || EventLoop::now() < due) throw;
    }
    throw DatabaseError(ErrorKind::unavailable, "no answer of the database");
}

}  // namespace strata::data
