#include "strata/metrics/registry.hpp"

#include <doctest/doctest.h>

#include <limits>

#include "strata/metrics/process.hpp"

namespace strata::metrics {

using namespace std::chrono_literals;

TEST_CASE("the page is Prometheus' text format, its families in order") {
    Registry registry;
    registry.counter("strata_b_total", "Bs.", {{"method", "x/y"}, {"code", "ok"}}).add(3);
    registry.counter("strata_b_total", "Bs.", {{"method", "x/z"}}).add();
    Gauge& gauge = registry.gauge("strata_a", "As \\ and\nmore.");
    gauge.set(5);
    gauge.add(2);
    gauge.subtract(8);
    registry.gauge_from("strata_c", "Cs.", [] { return 0.25; });
    CHECK(registry.render() ==
          "# HELP strata_a As \\\\ and\\nmore.\n"
          "# TYPE strata_a gauge\n"
          "strata_a -1\n"
          "# HELP strata_b_total Bs.\n"
          "# TYPE strata_b_total counter\n"
          "strata_b_total{method=\"x/y\",code=\"ok\"} 3\n"
          "strata_b_total{method=\"x/z\"} 1\n"
          "# HELP strata_c Cs.\n"
          "# TYPE strata_c gauge\n"
          "strata_c 0.25\n");
}

TEST_CASE("a histogram's buckets add up, in the unit of its name") {
    Registry registry;
    constexpr std::uint64_t bounds[] = {1'000, 1'000'000};
    Histogram& histogram = registry.histogram("strata_d_seconds", "Ds.", {{"m", "n"}}, bounds);
    histogram.record(1ms);
    histogram.record(1'001us);
    histogram.record(2s);
    histogram.record(-1us);
    CHECK(registry.render() ==
          "# HELP strata_d_seconds Ds.\n"
          "# TYPE strata_d_seconds histogram\n"
          "strata_d_seconds_bucket{m=\"n\",le=\"0.001\"} 2\n"
          "strata_d_seconds_bucket{m=\"n\",le=\"1\"} 3\n"
          "strata_d_seconds_bucket{m=\"n\",le=\"+Inf\"} 4\n"
          "strata_d_seconds_sum{m=\"n\"} 2.002001\n"
          "strata_d_seconds_count{m=\"n\"} 4\n");
}

TEST_CASE("label values are escaped") {
    Registry registry;
    registry.gauge("strata_e", "Es.", {{"path", "a\"b\\c\nd"}}).set(1);
    CHECK(registry.render().find("strata_e{path=\"a\\\"b\\\\c\\nd\"} 1\n") != std::string::npos);
}

TEST_CASE("numbers that are none are written as Prometheus reads them") {
    Registry registry;
    registry.gauge_from("strata_f", "Fs.", [] { return std::numeric_limits<double>::infinity(); });
    registry.gauge_from("strata_g", "Gs.", [] { return std::numeric_limits<double>::quiet_NaN(); });
    CHECK(registry.render().find("strata_f +Inf\n") != std::string::npos);
    CHECK(registry.render().find("strata_g NaN\n") != std::string::npos);
}

TEST_CASE("one name and one set of labels are one metric") {
    Registry registry;
    Counter& first = registry.counter("strata_h_total", "Hs.", {{"a", "1"}});
    for (int i = 0; i < 100; ++i) {
        (void)registry.counter("strata_h_total", "Hs.", {{"a", std::to_string(i)}});
    }
    CHECK(&registry.counter("strata_h_total", "Hs.", {{"a", "1"}}) == &first);
}

TEST_CASE("names that Prometheus does not take are mistakes in the code") {
    Registry registry;
    CHECK_THROWS_AS((void)registry.gauge("1x", ""), std::logic_error);
    CHECK_THROWS_AS((void)registry.gauge("a-b", ""), std::logic_error);
    CHECK_THROWS_AS((void)registry.gauge("a", "", {{"b c", ""}}), std::logic_error);
    CHECK_THROWS_AS((void)registry.counter("a", ""), std::logic_error);
    CHECK_THROWS_AS((void)registry.gauge("a_total", ""), std::logic_error);
    (void)registry.gauge("b", "");
    CHECK_THROWS_AS((void)registry.histogram("b", ""), std::logic_error);
    registry.gauge_from("c", "", [] { return 1.0; });
    CHECK_THROWS_AS(registry.gauge_from("c", "", [] { return 2.0; }), std::logic_error);
}

TEST_CASE("the process tells its memory, time and descriptors") {
    Registry registry;
    add_process_metrics(registry);
    const std::string page = registry.render();
    for (const char* name :
         {"process_cpu_seconds_total ", "process_resident_memory_bytes ", "process_open_fds ",
          "process_max_fds ", "process_virtual_memory_bytes ", "process_start_time_seconds "}) {
        CAPTURE(name);
        const std::size_t at = page.find(std::string("\n") + name);
        REQUIRE(at != std::string::npos);
        CHECK(std::stod(page.substr(at + 1 + std::string_view(name).size())) > 0);
    }
}

}  // namespace strata::metrics
