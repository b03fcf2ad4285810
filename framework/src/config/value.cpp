#include "strata/config/value.hpp"

#include <algorithm>
#include <charconv>
#include <span>

#include "strata/config/units.hpp"
#include "strata/json/suggest.hpp"
#include "strata/json/writer.hpp"

namespace strata::config {

namespace {

using Form = Value::Form;

// Whether a value of this form may be read as the kind whose JSON form is `wanted`.
auto fits(const Value& value, Form wanted) -> bool {
    return value.form == wanted || (value.plain && value.form == Form::text);
}

auto found(const Value& value) -> std::string {
    switch (value.form) {
        case Form::null: return "null";
        case Form::boolean:
        case Form::number: return value.text;
        case Form::text: return '"' + value.text + '"';
        case Form::list: return "a list";
        case Form::object: return "an object";
    }
    return "";
}

auto wrong(std::string_view wanted, const Value& value) -> std::string {
    return "must be " + std::string(wanted) + ", not " + found(value);
}

template <class N>
auto read_number(const Value& value, std::string_view wanted, N& out) -> std::string {
    if (!fits(value, Form::number)) return wrong(wanted, value);
    N number{};
    const char* end = value.text.data() + value.text.size();
    const auto [stop, error] = std::from_chars(value.text.data(), end, number);
    if (error != std::errc() || stop != end) return wrong(wanted, value);
    out = number;
    return "";
}

template <class V>
auto written(const V& value) -> std::string {
    std::string text;
    json::Writer writer(text);
    writer.value(value);
    writer.finish();
    return text;
}

}  // namespace

auto to_string(Kind kind) -> std::string_view {
    switch (kind) {
        case Kind::boolean: return "boolean";
        case Kind::integer: return "integer";
        case Kind::number: return "number";
        case Kind::text: return "text";
        case Kind::duration: return "duration";
        case Kind::size: return "size";
        case Kind::choice: return "choice";
        case Kind::list: return "list of texts";
    }
    return "";
}

auto read(const Value& value, bool& out) -> std::string {
    const bool known = value.text == "true" || value.text == "false";
    if (!fits(value, Form::boolean) || !known) return wrong("true or false", value);
    out = value.text == "true";
    return "";
}

auto read(const Value& value, std::int64_t& out) -> std::string {
    return read_number(value, "a whole number", out);
}

auto read(const Value& value, std::uint64_t& out) -> std::string {
    return read_number(value, "a whole number from 0", out);
}

auto read(const Value& value, double& out) -> std::string {
    double number = 0;
    if (auto why = read_number(value, "a number", number); !why.empty()) return why;
    if (!(number - number == 0)) return wrong("a finite number", value);
    out = number;
    return "";
}

auto read(const Value& value, std::string& out) -> std::string {
    if (value.form != Form::text) return wrong("a text", value);
    out = value.text;
    return "";
}

auto read(const Value& value, std::vector<std::string>& out) -> std::string {
    if (value.form == Form::list) {
        out = value.items;
        return "";
    }
    if (!fits(value, Form::list)) return wrong("a list of texts", value);
    out.clear();
    for (std::size_t from = 0; from < value.text.size();) {
        const std::size_t comma = std::min(value.text.find(',', from), value.text.size());
        const std::string_view item = std::string_view(value.text).substr(from, comma - from);
        const std::size_t first = item.find_first_not_of(' ');
        if (first == std::string_view::npos) return "has an empty item";
        out.emplace_back(item.substr(first, item.find_last_not_of(' ') + 1 - first));
        from = comma + 1;
    }
    return "";
}

auto read(const Value& value, std::chrono::microseconds& out) -> std::string {
    constexpr std::string_view wanted = "a duration with its unit, as \"5s\" or \"500ms\"";
    const bool zero = value.form == Form::number && value.text == "0";
    if (value.form != Form::text && !zero) return wrong(wanted, value);
    const auto duration = parse_duration(value.text);
    if (!duration) return wrong(wanted, value);
    out = *duration;
    return "";
}

auto read(const Value& value, Size& out) -> std::string {
    constexpr std::string_view wanted = "a size in bytes, as 65536, \"64kB\" or \"1MiB\"";
    if (value.form != Form::text && value.form != Form::number) return wrong(wanted, value);
    const auto size = parse_size(value.text);
    if (!size) return wrong(wanted, value);
    out = Size(*size);
    return "";
}

auto read_choice(const Value& value, const std::vector<std::string>& choices, std::size_t& index)
    -> std::string {
    if (value.form != Form::text) return refuse_other(found(value), choices);
    if (auto why = refuse_other(value.text, choices); !why.empty()) return why;
    index = static_cast<std::size_t>(std::ranges::find(choices, value.text) - choices.begin());
    return "";
}

auto refuse_other(const std::string& value, const std::vector<std::string>& choices)
    -> std::string {
    if (std::ranges::find(choices, value) != choices.end()) return "";
    std::string list;
    for (const std::string& choice : choices) list += (list.empty() ? "" : ", ") + choice;
    const std::vector<std::string_view> names(choices.begin(), choices.end());
    return json::with_suggestion("must be one of " + list + ", not \"" + value + '"', value, names);
}

auto refuse_other(const std::vector<std::string>& items, const std::vector<std::string>& choices)
    -> std::string {
    for (const std::string& item : items) {
        if (auto why = refuse_other(item, choices); !why.empty()) return why;
    }
    return "";
}

auto show(bool value) -> std::string { return value ? "true" : "false"; }
auto show(std::int64_t value) -> std::string { return std::to_string(value); }
auto show(std::uint64_t value) -> std::string { return std::to_string(value); }
auto show(double value) -> std::string { return written(value); }
auto show(const std::string& value) -> std::string { return written(value); }
auto show(std::chrono::microseconds value) -> std::string {
    return written(format_duration(value));
}

auto show(Size value) -> std::string {
    const std::string text = format_size(value);
    return text == "0" ? text : written(text);
}

auto show(const std::vector<std::string>& value) -> std::string {
    std::string text;
    json::Writer writer(text);
    writer.begin_array();
    for (const std::string& item : value) writer.value(item);
    writer.end_array();
    writer.finish();
    return text;
}

}  // namespace strata::config
