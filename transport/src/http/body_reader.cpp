#include "http/body_reader.hpp"

#include <algorithm>

namespace strata::http {

namespace {
constexpr Refusal too_large{413, "body_too_large", "The body is too large"};
}

void BodyReader::begin(const RequestHead& head, std::uint64_t limit) {
    *this = BodyReader();
    framing_ = head.framing;
    head_ = raw_ = head.size;
    left_ = head.content_length;
    limit_ = limit;
    complete_ = framing_ == Framing::none || (framing_ == Framing::length && left_ == 0);
    if (limit != 0 && framing_ == Framing::length && left_ > limit) refusal_ = too_large;
}

void BodyReader::advance(ReadBuffer& buffer) {
    if (complete_ || refusal_ || buffer.size() == raw_) return;
    if (framing_ == Framing::length) {
        advance_length(buffer);
    } else {
        advance_chunked(buffer);
    }
}

void BodyReader::advance_length(ReadBuffer& buffer) {
    auto fresh = static_cast<std::size_t>(std::min<std::uint64_t>(left_, buffer.size() - raw_));
    std::memmove(buffer.data() + head_ + size_, buffer.data() + raw_, fresh);
    size_ += fresh;
    raw_ += fresh;
    left_ -= fresh;
    complete_ = left_ == 0;
}

void BodyReader::advance_chunked(ReadBuffer& buffer) {
    ChunkedDecoder::Step step =
        decoder_.decode(buffer.view().substr(raw_), buffer.data() + head_ + size_);
    size_ += step.decoded;
    raw_ += step.consumed;
    complete_ = step.complete;
    refusal_ = step.refusal;
    if (limit_ != 0 && decoder_.announced() > limit_) refusal_ = too_large;
}

void BodyReader::close_gap(ReadBuffer& buffer) noexcept {
    buffer.erase(head_ + size_, raw_);
    raw_ = head_ + size_;
}

}  // namespace strata::http
