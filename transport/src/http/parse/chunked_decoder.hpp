#pragma once
// ChunkedDecoder: the chunked coding of RFC 9112, section 7.1, decoded in place and incrementally.
// Strict: sizes are 1 to 16 hexadecimal digits; chunk data ends with CR LF; extensions and trailers
// are checked, bounded and dropped; a trailer that would change framing, routing or identity is
// refused. Loop thread.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/parse/refusal.hpp"

namespace strata::http {

class ChunkedDecoder final {
  public:
    static constexpr std::size_t line_limit = 1024;       // a chunk's size line with its extensions
    static constexpr std::size_t trailer_limit = 8192;    // bytes of all trailer fields
    static constexpr std::size_t trailer_fields = 100;    // how many they may be
    static constexpr std::size_t overhead_limit = 16384;  // bytes of extensions of one body

    struct Step {
        std::size_t consumed = 0;  // raw bytes used up
        std::size_t decoded = 0;   // bytes of the body written to `out`
        bool complete = false;
        Refusal refusal{};
    };
    // Decodes what it can of `raw`, which are the bytes after those consumed so far. `out` may be
    // raw.data() or before it. A line that is not complete stays unconsumed.
    auto decode(std::string_view raw, char* out) -> Step;

    // The sizes announced so far; grows before the data comes, so a limit can act early.
    [[nodiscard]] auto announced() const noexcept -> std::uint64_t { return announced_; }

  private:
    enum class State : std::uint8_t { size, data, data_end, trailer, complete };
    auto size_line(std::string_view raw, Step& step) -> bool;
    auto read_size(std::string_view line) -> bool;
    auto read_data(std::string_view raw, char* out, Step& step) -> bool;
    auto read_data_end(std::string_view raw, Step& step) -> bool;
    auto trailer_line(std::string_view raw, Step& step) -> bool;

    State state_ = State::size;
    std::uint32_t trailer_bytes_ = 0;
    std::uint32_t trailer_count_ = 0;
    std::uint32_t overhead_ = 0;
    std::uint64_t left_ = 0;
    std::uint64_t announced_ = 0;
};

}  // namespace strata::http
