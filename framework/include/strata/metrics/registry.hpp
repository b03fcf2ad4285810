#pragma once
// Registry: the metrics of one loop, by name and labels, and their page in Prometheus' text format
// 0.0.4. Loop thread only. It owns the metrics: the references that it gives are good for its life.
//
//     Counter& sent = registry.counter("strata_messages_total", "Messages sent.", {{"method",
//     "send"}}); registry.gauge_from("strata_loop_lag_seconds", "...", [&loop] { return
//     loop.lag().count() * 1e-6; });
//
// Names end as Prometheus wants them: counters in _total, units spelled out (_seconds, _bytes). A
// bad name, a name given to two kinds, or the same name and labels twice with a function is a
// std::logic_error at the time it is made.
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strata/metrics/metrics.hpp"

namespace strata::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Registry final {
  public:
    Registry();
    Registry(const Registry&) = delete;
    auto operator=(const Registry&) -> Registry& = delete;
    ~Registry();

    // The metric of this name and these labels, made on first use.
    [[nodiscard]] auto counter(std::string_view name, std::string_view help, Labels labels = {})
        -> Counter&;
    [[nodiscard]] auto gauge(std::string_view name, std::string_view help, Labels labels = {})
        -> Gauge&;
    // `scale` turns the recorded integers into the unit of the name: microseconds into _seconds by
    // 1e-6.
    [[nodiscard]] auto histogram(std::string_view name, std::string_view help, Labels labels = {},
                                 std::span<const std::uint64_t> bounds = duration_bounds,
                                 double scale = 1e-6) -> Histogram&;

    // Read when the page is written: for what somebody else counts already.
    void counter_from(std::string_view name, std::string_view help, std::function<double()> read,
                      Labels labels = {});
    void gauge_from(std::string_view name, std::string_view help, std::function<double()> read,
                    Labels labels = {});

    // What `read` gives stays good for the registry's life; null: there is nothing yet.
    void histogram_from(std::string_view name, std::string_view help,
                        std::function<const Histogram*()> read, Labels labels = {},
                        double scale = 1e-6);

    // The page, its families in order of their names. Content-Type: text/plain; version=0.0.4;
    // charset=utf-8
    [[nodiscard]] auto render() const -> std::string;

  private:
    enum class Kind : std::uint8_t { counter, gauge, histogram };
    struct Series;
    struct Family;

    auto family(std::string_view name, std::string_view help, Kind kind) -> Family&;
    auto series(std::string_view name, std::string_view help, Kind kind, Labels labels) -> Series&;

    static void render_series(std::string& out, const Family& family, const Series& series);

    std::vector<std::unique_ptr<Family>> families_;
};

}  // namespace strata::metrics
