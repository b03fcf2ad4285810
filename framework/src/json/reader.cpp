#include "strata/json/reader.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <stdexcept>

#include "json/number.hpp"
#include "strata/json/pointer.hpp"
#include "strata/json/suggest.hpp"

namespace strata::json {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::uint64_t max_reread_factor = 64;
constexpr std::uint64_t min_reread = 64 * 1024;

}  // namespace

Reader::Reader(std::string_view text, unsigned max_depth)
    : begin_(text.data()),
      cursor_(text.data()),
      end_(text.data() + text.size()),
      frames_(inline_frames_.data()),
      max_depth_(max_depth),
      seen_(inline_seen_.data()) {
    if (text.size() > std::numeric_limits<std::uint32_t>::max()) {
        fail(begin_, "the text is too long");
    } else if (text.starts_with(byte_order_mark)) {
        fail(begin_, "a byte order mark is not allowed");
    }
}

Reader::~Reader() = default;

void Reader::grow_frames() {
    auto larger = std::make_unique<Frame[]>(capacity_ * 2UL);
    std::copy_n(frames_, depth_, larger.get());
    more_frames_ = std::move(larger);
    frames_ = more_frames_.get();
    capacity_ *= 2;
}

auto Reader::fail(const char* at, const char* message) noexcept -> bool {
    if (error_ == nullptr) {
        error_ = message;
        error_at_ = at;
    }
    cursor_ = end_;
    return false;
}

// Another type than the caller wants: a problem, unless no value begins here at all.
auto Reader::mismatch(std::string_view message) -> bool {
    const Kind kind = peek();
    if (kind == Kind::end) return fail(cursor_, "unexpected end of the text");
    if (kind == Kind::invalid) return fail(cursor_, "expected a value");
    if (skip()) problem("type", message);
    return false;
}

auto Reader::literal(std::string_view word) noexcept -> bool {
    const auto left = static_cast<std::size_t>(end_ - cursor_);
    if (left < word.size() || std::memcmp(cursor_, word.data(), word.size()) != 0) {
        return fail(cursor_, "expected a value");
    }
    cursor_ += word.size();
    return true;
}

auto Reader::read(bool& out) -> bool {
    if (peek() != Kind::boolean) return mismatch("must be a boolean");
    const bool value = *cursor_ == 't';
    if (!literal(value ? "true" : "false")) return false;
    out = value;
    return true;
}

auto Reader::read(std::int64_t& out) -> bool {
    constexpr auto limits = std::numeric_limits<std::int64_t>();
    std::uint64_t magnitude = 0;
    bool negative = false;
    if (read_small_integer(magnitude, negative)) {
        out =
            negative ? -static_cast<std::int64_t>(magnitude) : static_cast<std::int64_t>(magnitude);
        return true;
    }
    if (peek() != Kind::number) return mismatch("must be an integer");
    const Number number = parse_number(cursor_, end_);
    if (!take_number(number)) return false;
    if (number.kind == Number::Kind::real) {
        const double value = number.real;
        if (!is_integral(value)) return refuse("type", "must be an integer");
        if (value > 0)
            return refuse("maximum", "is out of range: must be at most 9223372036854775807");
        if (value != 0)
            return refuse("minimum", "is out of range: must be at least -9223372036854775808");
        out = 0;
        return true;
    }
    if (number.kind == Number::Kind::negative) {
        out = number.negative;
        return true;
    }
    if (number.positive > static_cast<std::uint64_t>(limits.max())) {
        return refuse("maximum", "is out of range: must be at most 9223372036854775807");
    }
    out = static_cast<std::int64_t>(number.positive);
    return true;
}

auto Reader::read(std::uint64_t& out) -> bool {
    std::uint64_t magnitude = 0;
    bool negative = false;
    if (read_small_integer(magnitude, negative)) {
        if (negative) return refuse("minimum", "must be at least 0");
        out = magnitude;
        return true;
    }
    if (peek() != Kind::number) return mismatch("must be an integer");
    const Number number = parse_number(cursor_, end_);
    if (!take_number(number)) return false;
    if (number.kind == Number::Kind::negative) return refuse("minimum", "must be at least 0");
    if (number.kind == Number::Kind::positive) {
        out = number.positive;
        return true;
    }
    if (!is_integral(number.real)) return refuse("type", "must be an integer");
    if (number.real < 0) return refuse("minimum", "must be at least 0");
    if (number.real > 0)
        return refuse("maximum", "is out of range: must be at most 18446744073709551615");
    out = 0;
    return true;
}

auto Reader::read(double& out) -> bool {
    std::uint64_t magnitude = 0;
    bool negative = false;
    if (read_small_integer(magnitude, negative)) {
        out = negative ? -static_cast<double>(magnitude) : static_cast<double>(magnitude);
        return true;
    }
    if (peek() != Kind::number) return mismatch("must be a number");
    const Number number = parse_number(cursor_, end_);
    if (!take_number(number)) return false;
    switch (number.kind) {
        case Number::Kind::negative: out = static_cast<double>(number.negative); break;
        case Number::Kind::positive: out = static_cast<double>(number.positive); break;
        default: out = number.real;
    }
    return true;
}

auto Reader::take_number(const Number& number) -> bool {
    if (number.kind == Number::Kind::malformed) return fail(number.end, "malformed number");
    if (number.kind == Number::Kind::overflow) return fail(cursor_, "the number is out of range");
    cursor_ = number.end;
    return true;
}

auto Reader::refuse(std::string_view code, std::string_view message) -> bool {
    problem(code, message);
    return false;
}

auto Reader::read(Uuid& out) -> bool {
    std::string_view text;
    if (!read_string(text)) return false;
    const auto value = Uuid::parse(text);
    if (!value) return refuse("format", "must be a valid uuid");
    out = *value;
    return true;
}

auto Reader::read(Timestamp& out) -> bool {
    std::string_view text;
    if (!read_string(text)) return false;
    const auto value = Timestamp::parse(text);
    if (!value) return refuse("format", "must be a valid date-time");
    out = *value;
    return true;
}

auto Reader::mark() const noexcept -> Mark {
    return {static_cast<std::uint32_t>(cursor_ - begin_), depth_,
            static_cast<std::uint32_t>(problems_.size()), seen_count_, overflowed_};
}

void Reader::reset(const Mark& mark) {
    if (error_) return;
    const std::size_t here = offset();
    problems_.resize(mark.problems);
    overflowed_ = mark.overflowed;
    reread_ += here - mark.offset;
    const std::uint64_t size = end_ - begin_;
    if (reread_ > std::max(size * max_reread_factor, min_reread)) {
        fail(cursor_, "too many alternatives to try");
        return;
    }
    cursor_ = begin_ + mark.offset;
    depth_ = mark.depth;
    seen_count_ = mark.seen;
}

auto Reader::problems_since(const Mark& mark) const noexcept -> bool {
    // Past the cap nothing tells old problems from new ones: the text is not valid either way.
    return error_ != nullptr || problems_.size() != mark.problems || overflowed_;
}

auto Reader::finish() -> bool {
    if (error_) return false;
    skip_white_space();
    if (cursor_ != end_) return fail(cursor_, "unexpected text after the value");
    return problems_.empty();
}

}  // namespace strata::json
