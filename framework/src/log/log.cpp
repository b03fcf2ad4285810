#include "strata/log/log.hpp"

#include <unistd.h>

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "log/output.hpp"
#include "log/render.hpp"
#include "log/route.hpp"
#include "strata/log/capture.hpp"
#include "strata/log/request_line.hpp"
#include "strata/log/settings.hpp"
#include "strata/log/tag.hpp"

namespace strata::log {

namespace detail {
std::atomic<Level> threshold{Level::info};
std::atomic<Requests> requests{Requests::problems};
std::atomic<std::int64_t> slow_microseconds{1'000'000};
}  // namespace detail

namespace {

// Where lines go: to a Capture, to the Output, or, before start() and after stop(), straight to
// standard error.
struct Route {
    std::mutex mutex{};
    std::unique_ptr<Output> output{};
    std::unique_ptr<std::vector<std::string>> captured{};
    std::atomic<bool> as_json{false};
    std::atomic<bool> colours{false};
    std::atomic<std::uint64_t> dropped_before{0};  // by outputs that were stopped
    std::string tag{};                             // of every line; fixed before other threads
    std::uint64_t tag_value = 0;
};

// Never destroyed: a thread may log while the process exits.
auto route() -> Route& {
    static Route* const instance = new Route;
    return *instance;
}

auto now() -> Timestamp {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return Timestamp::from_microseconds(
        std::chrono::duration_cast<std::chrono::microseconds>(since).count());
}

auto descriptor_of(Destination destination) -> int {
    return destination == Destination::standard_output ? STDOUT_FILENO : STDERR_FILENO;
}

}  // namespace

void detail::write(Level level, std::string_view message, const Field* fields, std::size_t count) {
    thread_local std::string line;
    line.clear();
    Route& to = route();
    std::span<const Field> all(fields, count);
    thread_local std::vector<Field> tagged;
    if (!to.tag.empty()) {
        tagged.assign(all.begin(), all.end());
        tagged.push_back({to.tag, to.tag_value});
        all = tagged;
    }
    if (to.as_json.load(std::memory_order_relaxed)) {
        render_json(line, now(), level, message, all);
    } else {
        render_pretty(line, now(), level, message, all, to.colours.load(std::memory_order_relaxed));
    }
    const std::lock_guard lock(to.mutex);
    if (to.captured) {
        to.captured->push_back(line);
    } else if (to.output) {
        to.output->post(line);
    } else {
        (void)write_all(STDERR_FILENO, line, direct_patience);
    }
}

void tag(std::string_view key, std::uint64_t value) {
    route().tag = key;
    route().tag_value = value;
}

void start(const Settings& settings) {
    Route& to = route();
    apply(settings);
    const int descriptor = descriptor_of(settings.output);
    const bool terminal = ::isatty(descriptor) == 1;
    to.as_json =
        settings.format == Format::json || (settings.format == Format::automatic && !terminal);
    to.colours = terminal;
    auto output = std::make_unique<Output>(descriptor, settings.queue);
    const std::lock_guard lock(to.mutex);
    to.output = std::move(output);
    crash_output.store(to.output.get());
}

void apply(const Settings& settings) noexcept {
    detail::requests = settings.requests;
    detail::slow_microseconds =
        std::chrono::duration_cast<std::chrono::microseconds>(settings.slow).count();
    set_level(settings.level);
}

void set_level(Level level) noexcept { detail::threshold = level; }

auto flush(std::chrono::milliseconds limit) -> bool {
    Output* output = crash_output.load();
    return output == nullptr || output->flush(limit);
}

auto stop(std::chrono::milliseconds limit) -> bool {
    Route& to = route();
    std::unique_ptr<Output> output;
    {
        const std::lock_guard lock(to.mutex);
        output = std::move(to.output);
        crash_output.store(nullptr);
    }
    if (!output) return true;
    const bool flushed = output->flush(limit);
    to.dropped_before += output->dropped();
    if (!flushed) output->abandon();
    return flushed;
}

auto dropped() noexcept -> std::uint64_t {
    Route& to = route();
    const std::lock_guard lock(to.mutex);
    return to.dropped_before + (to.output ? to.output->dropped() : 0);
}

Capture::Capture(Level level) : level_before_(detail::threshold) {
    Route& to = route();
    const std::lock_guard lock(to.mutex);
    to.captured = std::make_unique<std::vector<std::string>>();
    to.as_json = true;
    set_level(level);
}

Capture::~Capture() {
    Route& to = route();
    const std::lock_guard lock(to.mutex);
    to.captured.reset();
    set_level(level_before_);
}

auto Capture::lines() const -> std::vector<std::string> {
    Route& to = route();
    const std::lock_guard lock(to.mutex);
    return *to.captured;
}

auto Capture::contains(std::string_view text) const -> bool {
    Route& to = route();
    const std::lock_guard lock(to.mutex);
    for (const std::string& line : *to.captured) {
        if (line.find(text) != std::string::npos) return true;
    }
    return false;
}

}  // namespace strata::log
