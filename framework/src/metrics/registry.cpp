#include "strata/metrics/registry.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <optional>
#include <stdexcept>

namespace strata::metrics {

struct Registry::Series {
    std::string labels{};  // rendered: method="send",code="ok"
    Counter counter{};
    Gauge gauge{};
    std::optional<Histogram> histogram{};
    double scale = 1;
    std::function<double()> read{};
    std::function<const Histogram*()> read_histogram{};
};

struct Registry::Family {
    std::string name{};
    std::string help{};
    Kind kind = Kind::counter;
    std::deque<Series> series{};
};

namespace {

auto is_letter(char c) -> bool {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

auto is_name(std::string_view name) -> bool {
    if (name.empty() || !is_letter(name.front())) return false;
    return std::ranges::all_of(name, [](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

void append_escaped(std::string& out, std::string_view text, bool quotes) {
    for (const char c : text) {
        if (c == '\\') {
            out += "\\\\";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '"' && quotes) {
            out += "\\\"";
        } else {
            out += c;
        }
    }
}

auto render_labels(const Labels& labels) -> std::string {
    std::string text;
    for (const auto& [name, value] : labels) {
        if (!is_name(name)) throw std::logic_error("metrics: bad label name " + name);
        text += (text.empty() ? "" : ",") + name + "=\"";
        append_escaped(text, value, true);
        text += '"';
    }
    return text;
}

void append_number(std::string& out, double value) {
    if (std::isnan(value)) {
        out += "NaN";
    } else if (std::isinf(value)) {
        out += value > 0 ? "+Inf" : "-Inf";
    } else {
        char buffer[32];
        const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
        out.append(buffer, end);
    }
}

void append_sample(std::string& out, std::string_view name, std::string_view labels,
                   std::string_view number) {
    out += name;
    if (!labels.empty()) out.append("{").append(labels).append("}");
    out.append(" ").append(number).append("\n");
}

auto number(double value) -> std::string {
    std::string text;
    append_number(text, value);
    return text;
}

void append_histogram(std::string& out, const std::string& name, const std::string& labels,
                      const Histogram& histogram, double scale) {
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < histogram.counts().size(); ++i) {
        total += histogram.counts()[i];
        const bool last = i == histogram.bounds().size();
        const std::string bound =
            last ? "+Inf" : number(static_cast<double>(histogram.bounds()[i]) * scale);
        append_sample(out, name + "_bucket",
                      labels + (labels.empty() ? "" : ",") + "le=\"" + bound + '"',
                      std::to_string(total));
    }
    append_sample(out, name + "_sum", labels, number(static_cast<double>(histogram.sum()) * scale));
    append_sample(out, name + "_count", labels, std::to_string(total));
}

}  // namespace

Registry::Registry() = default;
Registry::~Registry() = default;

auto Registry::family(std::string_view name, std::string_view help, Kind kind) -> Family& {
    for (const auto& known : families_) {
        if (known->name != name) continue;
        if (known->kind != kind) throw std::logic_error("metrics: two kinds of " + known->name);
        return *known;
    }
    if (!is_name(name)) throw std::logic_error("metrics: bad name " + std::string(name));
    if (name.ends_with("_total") != (kind == Kind::counter)) {
        throw std::logic_error("metrics: a counter, and only a counter, ends in _total: " +
                               std::string(name));
    }
    auto made = std::make_unique<Family>();
    made->name = name;
    made->help = help;
    made->kind = kind;
    return *families_.emplace_back(std::move(made));
}

auto Registry::series(std::string_view name, std::string_view help, Kind kind, Labels labels)
    -> Series& {
    Family& in = family(name, help, kind);
    std::string rendered = render_labels(labels);
    const auto known = std::ranges::find(in.series, rendered, &Series::labels);
    if (known != in.series.end()) return *known;
    Series& made = in.series.emplace_back();
    made.labels = std::move(rendered);
    return made;
}

auto Registry::counter(std::string_view name, std::string_view help, Labels labels) -> Counter& {
    return series(name, help, Kind::counter, std::move(labels)).counter;
}

auto Registry::gauge(std::string_view name, std::string_view help, Labels labels) -> Gauge& {
    return series(name, help, Kind::gauge, std::move(labels)).gauge;
}

auto Registry::histogram(std::string_view name, std::string_view help, Labels labels,
                         std::span<const std::uint64_t> bounds, double scale) -> Histogram& {
    Series& one = series(name, help, Kind::histogram, std::move(labels));
    if (!one.histogram) {
        one.histogram.emplace(bounds);
        one.scale = scale;
    }
    return *one.histogram;
}

void Registry::counter_from(std::string_view name, std::string_view help,
                            std::function<double()> read, Labels labels) {
    Series& one = series(name, help, Kind::counter, std::move(labels));
    if (one.read) throw std::logic_error("metrics: read twice: " + std::string(name));
    one.read = std::move(read);
}

void Registry::gauge_from(std::string_view name, std::string_view help,
                          std::function<double()> read, Labels labels) {
    Series& one = series(name, help, Kind::gauge, std::move(labels));
    if (one.read) throw std::logic_error("metrics: read twice: " + std::string(name));
    one.read = std::move(read);
}

void Registry::histogram_from(std::string_view name, std::string_view help,
                              std::function<const Histogram*()> read, Labels labels, double scale) {
    Series& one = series(name, help, Kind::histogram, std::move(labels));
    if (one.read_histogram) throw std::logic_error("metrics: read twice: " + std::string(name));
    one.read_histogram = std::move(read);
    one.scale = scale;
}

void Registry::render_series(std::string& out, const Family& family, const Series& series) {
    if (series.read) {
        append_sample(out, family.name, series.labels, number(series.read()));
    } else if (family.kind == Kind::counter) {
        append_sample(out, family.name, series.labels, std::to_string(series.counter.value()));
    } else if (family.kind == Kind::gauge) {
        append_sample(out, family.name, series.labels, std::to_string(series.gauge.value()));
    } else {
        const Histogram* histogram =
            series.read_histogram ? series.read_histogram() : &*series.histogram;
        if (histogram == nullptr) return;
        append_histogram(out, family.name, series.labels, *histogram, series.scale);
    }
}

auto Registry::render() const -> std::string {
    std::vector<const Family*> ordered;
    for (const auto& family : families_) ordered.push_back(family.get());
    std::ranges::sort(ordered, {}, &Family::name);
    std::string page;
    for (const Family* family : ordered) {
        constexpr std::string_view kinds[] = {"counter", "gauge", "histogram"};
        page += "# HELP " + family->name + ' ';
        append_escaped(page, family->help, false);
        page += "\n# TYPE " + family->name + ' ';
        page += kinds[static_cast<std::size_t>(family->kind)];
        page += '\n';
        for (const Series& series : family->series) render_series(page, *family, series);
    }
    return page;
}

}  // namespace strata::metrics
