#pragma once
// Writer: appends one JSON text to a string, compact, with the commas where they belong.
//
//     Writer writer(out);
//     writer.begin_object();
//     writer.key("id");
//     writer.value(id);
//     writer.end_object();
//     writer.finish();       // or its destructor
//
// The caller gives balanced calls, and a key before each member's value. Until finish() or
// destruction the string belongs to the writer, and its content past what it held before is
// undefined. Texts must be valid UTF-8; where they are not, each bad byte becomes U+FFFD. NaN and
// infinities throw std::logic_error. Threads: a plain object, one thread at a time.
#include <cstdint>
#include <string>
#include <string_view>

#include "strata/values/bytes.hpp"
#include "strata/values/timestamp.hpp"
#include "strata/values/uuid.hpp"

namespace strata::json {

class Json;

class Writer final {
  public:
    explicit Writer(std::string& out);
    ~Writer() { finish(); }
    Writer(const Writer&) = delete;
    auto operator=(const Writer&) -> Writer& = delete;

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }

    void key(std::string_view name);
    // A key whose text is known when compiling, quotes and colon included: literal_key("\"id\":").
    void literal_key(std::string_view quoted);

    void null() { raw("null"); }
    void value(bool value) { raw(value ? std::string_view("true") : std::string_view("false")); }
    void value(std::int64_t value);
    void value(std::uint64_t value);
    void value(int value) { this->value(static_cast<std::int64_t>(value)); }
    void value(unsigned value) { this->value(static_cast<std::uint64_t>(value)); }
    void value(double value);  // the shortest form that reads back the same
    void value(std::string_view value);
    void value(const std::string& value) { this->value(std::string_view(value)); }
    void value(const char* value) { this->value(std::string_view(value)); }
    void value(const Uuid& value);
    void value(Timestamp value);
    void value(const Bytes& value);  // base64
    void value(const Json& value);

    // A value that is JSON already.
    void raw(std::string_view fragment);

    // The string is complete and the caller's again.
    void finish();

  private:
    void comma() {
        if (need_comma_) put(',');
    }
    void open(char bracket) {
        room(2);
        comma();
        put(bracket);
        need_comma_ = false;
    }
    void close(char bracket) {
        room(1);
        put(bracket);
        need_comma_ = true;
    }
    void put(char c) { *cursor_++ = c; }
    void put(std::string_view text);
    void room(std::size_t bytes) {
        if (static_cast<std::size_t>(end_ - cursor_) < bytes) grow(bytes);
    }
    void grow(std::size_t bytes);
    void quoted(std::string_view text);
    void escaped(std::string_view text);
    auto escape_one(const char* p, const char* end) -> const char*;

    std::string& out_;
    char* cursor_;
    char* end_;
    bool need_comma_ = false;
};

}  // namespace strata::json

#include "strata/json/writer_inline.hpp"
