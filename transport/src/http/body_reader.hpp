#pragma once
// BodyReader: the body of one request, as it comes into the connection's ReadBuffer behind the
// head. Of a chunked body the decoded bytes stand in one piece right behind the head, so a whole
// body is one view. Loop thread.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/parse/chunked_decoder.hpp"
#include "http/parse/refusal.hpp"
#include "http/parse/request_head.hpp"
#include "http/read_buffer.hpp"

namespace strata::http {

class BodyReader final {
  public:
    // A limit of 0 is none. A declared length past the limit is refused at once.
    void begin(const RequestHead& head, std::uint64_t limit);
    // Takes in what the buffer holds. The head begins at buffer.data().
    void advance(ReadBuffer& buffer);

    [[nodiscard]] auto is_complete() const noexcept -> bool { return complete_; }
    [[nodiscard]] auto refusal() const noexcept -> const Refusal& { return refusal_; }
    // Whether a byte of the body has come.
    [[nodiscard]] auto has_begun() const noexcept -> bool { return raw_ > head_; }
    // What has been decoded and not dropped.
    [[nodiscard]] auto text(ReadBuffer& buffer) const noexcept -> std::string_view {
        return {buffer.data() + head_, size_};
    }
    // The bytes of text() are used up.
    void drop() noexcept { size_ = 0; }
    // Closes the gap between text() and what is still coded, to make room. No read may be pending.
    void close_gap(ReadBuffer& buffer) noexcept;
    // Bytes still to come of a body whose length was declared; past all limits of a chunked one.
    [[nodiscard]] auto declared_rest() const noexcept -> std::uint64_t {
        return framing_ == Framing::length ? left_ : UINT64_MAX;
    }
    // The request ends here, counted from buffer.data().
    [[nodiscard]] auto end() const noexcept -> std::size_t { return raw_; }

  private:
    void advance_length(ReadBuffer& buffer);
    void advance_chunked(ReadBuffer& buffer);

    ChunkedDecoder decoder_{};
    Refusal refusal_{};
    Framing framing_ = Framing::none;
    bool complete_ = true;
    std::size_t head_ = 0;
    std::size_t size_ = 0;
    std::size_t raw_ = 0;  // up to here the buffer's bytes are used up
    std::uint64_t left_ = 0;
    std::uint64_t limit_ = 0;
};

}  // namespace strata::http
