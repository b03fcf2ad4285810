#pragma once
// The hot path of Writer, inline. Included by writer.hpp, and by nothing else.
#include <charconv>
#include <cstring>

#include "strata/json/scan.hpp"

namespace strata::json {

inline void Writer::put(std::string_view text) {
    if (text.empty()) return;
    std::memcpy(cursor_, text.data(), text.size());
    cursor_ += text.size();
}

inline void Writer::raw(std::string_view fragment) {
    room(fragment.size() + 1);
    comma();
    put(fragment);
    need_comma_ = true;
}

inline void Writer::literal_key(std::string_view quoted) {
    room(quoted.size() + 1);
    comma();
    put(quoted);
    need_comma_ = false;
}

// Plain ASCII is copied whole; anything else is looked at byte by byte.
inline void Writer::quoted(std::string_view text) {
    const char* end = text.data() + text.size();
    room(text.size() + 4);
    comma();
    put('"');
    const char* stop = scan_plain(text.data(), end);
    const auto plain = static_cast<std::size_t>(stop - text.data());
    put(text.substr(0, plain));
    if (stop != end) escaped(text.substr(plain));
    put('"');
}

inline void Writer::key(std::string_view name) {
    quoted(name);
    room(1);
    put(':');
    need_comma_ = false;
}

inline void Writer::value(std::string_view value) {
    quoted(value);
    need_comma_ = true;
}

inline void Writer::value(std::int64_t value) {
    room(24);
    comma();
    cursor_ = std::to_chars(cursor_, end_, value).ptr;
    need_comma_ = true;
}

inline void Writer::value(std::uint64_t value) {
    room(24);
    comma();
    cursor_ = std::to_chars(cursor_, end_, value).ptr;
    need_comma_ = true;
}

inline void Writer::value(const Uuid& value) {
    room(Uuid::text_size + 3);
    comma();
    put('"');
    value.to_chars(cursor_);
    cursor_ += Uuid::text_size;
    put('"');
    need_comma_ = true;
}

inline void Writer::value(Timestamp value) {
    room(Timestamp::text_size + 3);
    comma();
    put('"');
    value.to_chars(cursor_);
    cursor_ += Timestamp::text_size;
    put('"');
    need_comma_ = true;
}

}  // namespace strata::json
