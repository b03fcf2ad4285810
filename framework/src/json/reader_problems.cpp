// Where and what went wrong: the cold side of Reader.
#include <stdexcept>

#include "strata/json/pointer.hpp"
#include "strata/json/reader.hpp"
#include "strata/json/suggest.hpp"

namespace strata::json {

auto locate(std::string_view text, std::size_t offset, std::string_view message) -> SyntaxError {
    SyntaxError error{offset, 1, 1, std::string(message)};
    for (const char c : text.substr(0, offset)) {
        if (c == '\n') {
            ++error.line;
            error.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++error.column;
        }
    }
    return error;
}

auto Reader::syntax_error() const -> SyntaxError {
    if (error_ == nullptr) throw std::logic_error("syntax_error() of a well-formed text");
    const std::string_view text(begin_, static_cast<std::size_t>(end_ - begin_));
    return locate(text, static_cast<std::size_t>(error_at_ - begin_), error_);
}

// The text of a key that was read before, so it is well-formed.
auto Reader::key_at(std::uint32_t offset) const -> std::string {
    Reader again(
        std::string_view(begin_ + offset, static_cast<std::size_t>(end_ - begin_) - offset));
    std::string key;
    return again.read(key) ? key : std::string();
}

auto Reader::pointer() const -> std::string {
    std::string out;
    for (unsigned i = 0; i < depth_; ++i) {
        const Frame& frame = frames_[i];
        if (frame.count == 0) continue;
        if (frame.is_array) {
            append_token(out, frame.count - 1);
        } else {
            append_token(out, key_at(frame.key));
        }
    }
    return out;
}

void Reader::record(std::string pointer, std::string_view code, std::string message) {
    if (problems_.size() == max_problems) {
        overflowed_ = true;
        return;
    }
    problems_.push_back({std::move(pointer), std::string(code), std::move(message)});
}

void Reader::problem(std::string_view code, std::string_view message) {
    if (error_) return;
    record(pointer(), code, std::string(message));
}

void Reader::problem_at(std::string pointer, std::string_view code, std::string_view message) {
    if (error_) return;
    record(std::move(pointer), code, std::string(message));
}

void Reader::problem_below(std::string_view below, std::string_view code,
                           std::string_view message) {
    if (error_) return;
    record(pointer().append(below), code, std::string(message));
}

void Reader::missing(std::string_view key) {
    if (error_) return;
    record(pointer(), "required", "must have the member \"" + std::string(key) + "\"");
}

void Reader::unknown(std::string_view key, std::span<const std::string_view> candidates) {
    if (error_) return;
    record(pointer(), "additionalProperties", with_suggestion("unknown member", key, candidates));
}

void Reader::duplicate(std::string_view /*key*/) {
    if (error_) return;
    fail(begin_ + frames_[depth_ - 1].key, "duplicate key");
}

}  // namespace strata::json
