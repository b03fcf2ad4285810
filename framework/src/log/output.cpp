#include "log/output.hpp"

#include <poll.h>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/sink.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <condition_variable>
#include <mutex>
#include <string>

namespace strata::log {

namespace {

constexpr std::size_t batch = 64 * 1024;

// What the loop thread and the writing thread both count.
struct Counts {
    std::atomic<std::uint64_t> posted{0};
    std::atomic<std::uint64_t> written{0};  // or refused by the descriptor
    std::atomic<std::uint64_t> refused{0};
    std::mutex mutex{};
    std::condition_variable progress{};
};

// Gathers lines until the queue is empty, then writes them at once. Runs on the pool's one thread.
class BatchSink final : public spdlog::sinks::sink {
  public:
    BatchSink(int descriptor, Counts& counts) : descriptor_(descriptor), counts_(counts) {}

    BatchSink(const BatchSink&) = delete;
    auto operator=(const BatchSink&) -> BatchSink& = delete;
    ~BatchSink() override { write(); }

    void watch(spdlog::details::thread_pool& pool) { pool_.store(&pool); }

    void log(const spdlog::details::log_msg& message) override {
        buffer_.append(message.payload.data(), message.payload.size());
        ++lines_;
        spdlog::details::thread_pool* pool = pool_.load();
        const bool more = pool != nullptr && pool->queue_size() > 0;
        if (!more || buffer_.size() >= batch) write();
    }
    void flush() override { write(); }
    void set_pattern(const std::string& /*pattern*/) override {}
    void set_formatter(std::unique_ptr<spdlog::formatter> /*formatter*/) override {}

  private:
    void write() {
        if (lines_ == 0) return;
        if (!write_all(descriptor_, buffer_)) counts_.refused += lines_;
        buffer_.clear();
        const std::lock_guard lock(counts_.mutex);
        counts_.written += std::exchange(lines_, 0);
        counts_.progress.notify_all();
    }

    int descriptor_;
    Counts& counts_;
    std::atomic<spdlog::details::thread_pool*> pool_{nullptr};
    std::string buffer_{};
    std::uint64_t lines_ = 0;
};

}  // namespace

auto write_all(int descriptor, std::string_view text, int patience) noexcept -> bool {
    while (!text.empty()) {
        pollfd ready{.fd = descriptor, .events = POLLOUT, .revents = 0};
        if (::poll(&ready, 1, patience) == 0) return false;
        // A pipe that is ready takes so much without blocking.
        const std::size_t most = patience < 0 ? text.size() : std::size_t{PIPE_BUF};
        const ssize_t n = ::write(descriptor, text.data(), std::min(text.size(), most));
        if (n >= 0) {
            text.remove_prefix(static_cast<std::size_t>(n));
        } else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
            return false;
        }
    }
    return true;
}

class Output::Implementation final {
  public:
    Implementation(int descriptor, std::size_t queue)
        : sink_(std::make_shared<BatchSink>(descriptor, counts_)),
          pool_(std::make_shared<spdlog::details::thread_pool>(queue, 1)),
          logger_(std::make_shared<spdlog::async_logger>(
              "strata", sink_, pool_, spdlog::async_overflow_policy::overrun_oldest)) {
        logger_->set_level(spdlog::level::trace);
        sink_->watch(*pool_);
    }

    void post(std::string_view line) {
        ++counts_.posted;
        logger_->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
    }

    auto flush(std::chrono::milliseconds limit) -> bool {
        const std::uint64_t target = counts_.posted;
        std::unique_lock lock(counts_.mutex);
        return counts_.progress.wait_for(
            lock, limit, [&] { return counts_.written + pool_->overrun_counter() >= target; });
    }

    [[nodiscard]] auto dropped() const -> std::uint64_t {
        return pool_->overrun_counter() + counts_.refused;
    }
    [[nodiscard]] auto counts() const -> const Counts& { return counts_; }

  private:
    Counts counts_{};
    std::shared_ptr<BatchSink> sink_;
    std::shared_ptr<spdlog::details::thread_pool> pool_;
    std::shared_ptr<spdlog::async_logger> logger_;
};

Output::Output(int descriptor, std::size_t queue)
    : implementation_(std::make_unique<Implementation>(descriptor, queue)) {}

Output::~Output() = default;

void Output::post(std::string_view line) { implementation_->post(line); }

auto Output::flush(std::chrono::milliseconds limit) -> bool {
    return implementation_->flush(limit);
}

void Output::abandon() {
    static Implementation* hung = nullptr;  // still reachable: left on purpose, not lost
    hung = implementation_.release();
    (void)hung;
}

auto Output::dropped() const noexcept -> std::uint64_t {
    return implementation_ ? implementation_->dropped() : 0;
}
auto Output::posted() const noexcept -> std::uint64_t { return implementation_->counts().posted; }
auto Output::written() const noexcept -> std::uint64_t { return implementation_->counts().written; }

}  // namespace strata::log
