#include "log/render.hpp"

#include <cmath>

#include "strata/json/writer.hpp"

namespace strata::log {

namespace {

void write_value(json::Writer& writer, const Value& value) {
    switch (value.kind()) {
        case Value::Kind::text: return writer.value(value.text());
        case Value::Kind::integer: return writer.value(value.integer());
        case Value::Kind::natural: return writer.value(value.natural());
        case Value::Kind::boolean: return writer.value(value.boolean());
        case Value::Kind::real:
            return std::isfinite(value.real()) ? writer.value(value.real()) : writer.null();
    }
}

auto colour(Level level) -> std::string_view {
    switch (level) {
        case Level::error: return "\x1b[31m";
        case Level::warning: return "\x1b[33m";
        case Level::info: return "\x1b[32m";
        default: return "\x1b[2m";
    }
}

// A text that reads as one word stands as it is; others in quotes, so that a line stays one line.
auto is_word(std::string_view text) -> bool {
    if (text.empty()) return false;
    for (const char c : text) {
        if (c <= ' ' || c == '"' || c == '\\' || c == '=' || c == '\x7f') return false;
    }
    return true;
}

auto quoted(const Value& value) -> std::string {
    std::string text;
    json::Writer writer(text);
    write_value(writer, value);
    writer.finish();
    return text;
}

// A message may hold what a library said: no control character of it reaches the terminal.
auto printable(std::string_view message) -> std::string {
    std::string text(message);
    for (char& c : text) {
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
    }
    return text;
}

}  // namespace

void render_json(std::string& out, Timestamp time, Level level, std::string_view message,
                 std::span<const Field> fields) {
    json::Writer writer(out);
    writer.begin_object();
    writer.key("time");
    writer.value(time);
    writer.key("level");
    writer.value(to_string(level));
    writer.key("message");
    writer.value(message);
    for (const Field& field : fields) {
        writer.key(field.key);
        write_value(writer, field.value);
    }
    writer.end_object();
    writer.finish();
    out += '\n';
}

void render_pretty(std::string& out, Timestamp time, Level level, std::string_view message,
                   std::span<const Field> fields, bool colours) {
    constexpr std::size_t level_width = 8;
    const std::string full = time.to_string();
    out.append(full, 11, 12);
    out += ' ';
    if (colours) out += colour(level);
    const std::string_view name = to_string(level);
    out.append(name).append(level_width - name.size(), ' ');
    if (colours) out += "\x1b[0m";
    out += printable(message);
    for (const Field& field : fields) {
        out.append("  ").append(field.key).append("=");
        const bool word = field.value.kind() == Value::Kind::text && is_word(field.value.text());
        out += word ? std::string(field.value.text()) : quoted(field.value);
    }
    out += '\n';
}

}  // namespace strata::log
