#pragma once
// The log: structured lines, written by a thread of their own, so that no caller ever waits.
//
//     log::info("listening", {{"address", address}, {"port", 8000}});
//
// Any thread. Views need to be good during the call only. A line below the level costs one
// comparison. When more lines wait than log.queue, the oldest are dropped and counted. Before
// start() and after stop() lines are written by the caller itself. Nothing that a contract marks as
// sensitive may be passed in here.
#include <atomic>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>

#include "strata/log/level.hpp"

namespace strata::log {

struct Settings;

// The value of a field. Durations are written in milliseconds.
class Value final {
  public:
    enum class Kind : std::uint8_t { text, integer, natural, real, boolean };

    Value() : kind_(Kind::text) { data_.text = std::string_view(); }
    // NOLINTBEGIN(*-explicit-*)
    template <std::convertible_to<std::string_view> T>
    Value(const T& text) : kind_(Kind::text) {
        data_.text = std::string_view(text);
    }
    Value(bool value) : kind_(Kind::boolean) { data_.boolean = value; }
    template <std::signed_integral T>
    Value(T value) : kind_(Kind::integer) {
        data_.integer = value;
    }
    template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>) Value(T value) : kind_(Kind::natural) {
        data_.natural = value;
    }
    Value(double value) : kind_(Kind::real) { data_.real = value; }
    template <class R, class P>
    Value(std::chrono::duration<R, P> value) : kind_(Kind::real) {
        data_.real = std::chrono::duration<double, std::milli>(value).count();
    }
    // NOLINTEND(*-explicit-*)

    [[nodiscard]] auto kind() const noexcept -> Kind { return kind_; }
    [[nodiscard]] auto text() const noexcept -> std::string_view { return data_.text; }
    [[nodiscard]] auto integer() const noexcept -> std::int64_t { return data_.integer; }
    [[nodiscard]] auto natural() const noexcept -> std::uint64_t { return data_.natural; }
    [[nodiscard]] auto real() const noexcept -> double { return data_.real; }
    [[nodiscard]] auto boolean() const noexcept -> bool { return data_.boolean; }

  private:
    union Data {
        Data() : integer(0) {}
        std::string_view text;
        std::int64_t integer;
        std::uint64_t natural;
        double real;
        bool boolean;
    };
    Data data_{};
    Kind kind_;
};

struct Field {
    std::string_view key;
    Value value;
};
using Fields = std::initializer_list<Field>;

namespace detail {
extern std::atomic<Level> threshold;
void write(Level level, std::string_view message, const Field* fields, std::size_t count);
}  // namespace detail

[[nodiscard]] inline auto enabled(Level level) noexcept -> bool {
    return level >= detail::threshold.load(std::memory_order_relaxed);
}

inline void write(Level level, std::string_view message, Fields fields = {}) {
    if (enabled(level)) detail::write(level, message, fields.begin(), fields.size());
}
inline void trace(std::string_view message, Fields fields = {}) {
    write(Level::trace, message, fields);
}
inline void debug(std::string_view message, Fields fields = {}) {
    write(Level::debug, message, fields);
}
inline void info(std::string_view message, Fields fields = {}) {
    write(Level::info, message, fields);
}
inline void warning(std::string_view message, Fields fields = {}) {
    write(Level::warning, message, fields);
}
inline void error(std::string_view message, Fields fields = {}) {
    write(Level::error, message, fields);
}

// Starts the writing thread, and takes level and format from the settings. Main thread, once, or
// again after stop().
void start(const Settings& settings);
// Takes over what can change while the service runs: level, requests, slow. Any thread.
void apply(const Settings& settings) noexcept;
void set_level(Level level) noexcept;
[[nodiscard]] inline auto level() noexcept -> Level { return detail::threshold; }

// Waits until every line that was logged before is written, at most `limit`: whether it is. For the
// end of the process and for tests; never on the loop of a running service.
[[nodiscard]] auto flush(std::chrono::milliseconds limit) -> bool;
// Flushes and ends the writing thread. False: the output takes no more lines (a pipe that nobody
// reads); then the thread is left as it is, and the process must end with std::_Exit.
[[nodiscard]] auto stop(std::chrono::milliseconds limit) -> bool;

// Lines that were dropped since start() because the queue was full, or because the output refused
// them.
[[nodiscard]] auto dropped() noexcept -> std::uint64_t;

// After this, a fatal signal or std::terminate writes what waits in the queue (1 s at most) and one
// line that names the signal, before the process dies of it as ever. Main thread, before any other
// is started.
void catch_crashes();

}  // namespace strata::log
