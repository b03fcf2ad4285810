#pragma once
// The hot path of Reader, inline. Included by reader.hpp, and by nothing else.
#include "strata/json/scan.hpp"

namespace strata::json {

inline void Reader::skip_white_space() noexcept {
    while (cursor_ != end_ && static_cast<unsigned char>(*cursor_) <= ' ') {
        const char c = *cursor_;
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return;
        ++cursor_;
    }
}

inline auto Reader::peek() noexcept -> Kind {
    skip_white_space();
    if (cursor_ == end_) return error_ ? Kind::invalid : Kind::end;
    switch (*cursor_) {
        case '"': return Kind::string;
        case '{': return Kind::object;
        case '[': return Kind::array;
        case 't':
        case 'f': return Kind::boolean;
        case 'n': return Kind::null;
        case '-': return Kind::number;
        default: return *cursor_ >= '0' && *cursor_ <= '9' ? Kind::number : Kind::invalid;
    }
}

inline auto Reader::push(bool is_array) -> bool {
    if (depth_ == max_depth_) return fail(cursor_, "nested too deeply");
    if (depth_ == capacity_) grow_frames();
    frames_[depth_++] = Frame{is_array, 0, 0, seen_count_};
    ++cursor_;
    return true;
}

inline auto Reader::begin_object() -> bool {
    skip_white_space();
    if (cursor_ == end_ || *cursor_ != '{') return mismatch("must be an object");
    return push(false);
}

inline auto Reader::begin_array() -> bool {
    skip_white_space();
    if (cursor_ == end_ || *cursor_ != '[') return mismatch("must be an array");
    return push(true);
}

// Moves past the comma before the next member or element; false at the closing bracket and after an
// error.
inline auto Reader::next_separator(Frame& frame, char close) -> bool {
    skip_white_space();
    if (cursor_ == end_) return fail(cursor_, "unexpected end of the text");
    if (*cursor_ == close) {
        ++cursor_;
        --depth_;
        return false;
    }
    if (frame.count != 0) {
        if (*cursor_ != ',') return fail(cursor_, "expected a comma or a closing bracket");
        ++cursor_;
        skip_white_space();
    }
    ++frame.count;
    return true;
}

inline auto Reader::next_element() -> bool {
    if (error_) return false;
    return next_separator(frames_[depth_ - 1], ']');
}

inline auto Reader::close_object(const Frame& frame) -> bool {
    if (!error_ && seen_count_ != frame.seen) check_seen(frame.seen);
    return false;
}

inline auto Reader::next_member(std::string_view& key) -> bool {
    if (error_) return false;
    Frame& frame = frames_[depth_ - 1];
    if (!next_separator(frame, '}')) return close_object(frame);
    if (cursor_ == end_ || *cursor_ != '"') return fail(cursor_, "expected a key in quotes");
    frame.key = static_cast<std::uint32_t>(cursor_ - begin_);
    if (!read_text(key_scratch_, key)) return false;
    if (cursor_ == end_ || *cursor_ != ':') {
        skip_white_space();
        if (cursor_ == end_ || *cursor_ != ':') return fail(cursor_, "expected a colon");
    }
    ++cursor_;
    return true;
}

// At the opening quote.
inline auto Reader::read_text(std::string& scratch, std::string_view& out) -> bool {
    const char* first = cursor_ + 1;
    const char* p = scan_plain(first, end_);
    if (p != end_ && *p == '"') {
        out = std::string_view(first, static_cast<std::size_t>(p - first));
        cursor_ = p + 1;
        return true;
    }
    return read_rough_text(p, scratch, out);
}

inline auto Reader::read_string(std::string_view& out) -> bool {
    skip_white_space();
    if (cursor_ == end_ || *cursor_ != '"') return mismatch("must be a string");
    return read_text(scratch_, out);
}

inline auto Reader::read(std::string& out) -> bool {
    std::string_view text;
    if (!read_string(text)) return false;
    out.assign(text);
    return true;
}

// An integer of 1 to 18 digits without fraction and exponent; false leaves the cursor where it was.
inline auto Reader::read_small_integer(std::uint64_t& magnitude, bool& negative) noexcept -> bool {
    skip_white_space();
    const char* p = cursor_;
    negative = p != end_ && *p == '-';
    if (negative) ++p;
    const char* first = p;
    std::uint64_t value = 0;
    while (p != end_ && static_cast<unsigned char>(*p - '0') < 10 && p - first < 19) {
        value = value * 10 + static_cast<unsigned char>(*p++ - '0');
    }
    const auto digits = p - first;
    if (digits == 0 || digits > 18 || (*first == '0' && (digits > 1 || negative))) return false;
    if (p != end_ && (*p == '.' || *p == 'e' || *p == 'E')) return false;
    cursor_ = p;
    magnitude = value;
    return true;
}

inline auto Reader::read_null() -> bool { return peek() == Kind::null && literal("null"); }

}  // namespace strata::json
