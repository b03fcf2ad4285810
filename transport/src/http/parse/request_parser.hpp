#pragma once
// RequestParser: the head of an HTTP/1.1 or HTTP/1.0 request (RFC 9112), strictly and
// incrementally.
//
// It is the server's own instead of Beast's: Beast takes the bodies of several malformed requests
// for the next pipelined request (and so needs a second, strict pass over its result), can't be
// reset, and costs about 1,500 instructions more per request. Here a doubt about framing ends in a
// refusal where it is found, the fields stay views into the connection's buffer, and there is
// nothing to reset but a few integers.
//
// A line is looked at once, when it is complete; only the search for its end goes on from where it
// stopped, so a head that trickles in byte by byte costs no more than one that comes at once.
// A lone CR or LF, a control byte, obs-fold, a space before the colon, a second Host, any
// Transfer-Encoding but one `chunked`, and every other breach named in docs/http.md is refused.
//
// Loop thread. The caller keeps the bytes of the request at the front of one buffer; they may move
// between calls.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "http/parse/refusal.hpp"
#include "http/parse/request_head.hpp"

namespace strata::http {

struct HeadLimits {
    std::uint32_t request_line = 8 * 1024;   // bytes: past it 414
    std::uint32_t header_bytes = 16 * 1024;  // of all field lines: past it 431
    std::uint16_t header_count = 100;        // past it 431
};

enum class Parsed : std::uint8_t { more, complete, refused };

class RequestParser final {
  public:
    // `bytes` are all bytes of the request so far, including those of earlier calls.
    auto parse(std::string_view bytes, const HeadLimits& limits) -> Parsed;
    [[nodiscard]] auto head() const noexcept -> const RequestHead& { return head_; }
    [[nodiscard]] auto refusal() const noexcept -> const Refusal& { return refusal_; }
    // Whether the request line has been read: head().verb and http_1_0 hold.
    [[nodiscard]] auto has_request_line() const noexcept -> bool { return head_.fields.begin != 0; }
    void reset() noexcept;

  private:
    auto request_line(std::string_view bytes, const HeadLimits& limits) -> Parsed;
    auto field_lines(std::string_view bytes, const HeadLimits& limits) -> Parsed;
    auto find_line_end(std::string_view bytes) -> std::size_t;
    auto read_request_line(std::string_view line, const char* base) -> bool;
    auto read_rare_request_line(std::string_view line, const char* base) -> bool;
    auto read_target(std::string_view target, const char* base) -> bool;
    auto read_field(std::string_view line, const char* base) -> bool;
    auto note_known(Known known, Piece value, std::string_view text) -> bool;
    auto note_connection(std::string_view value) -> void;
    auto note_transfer_coding(std::string_view value) -> bool;
    auto note_content_length(std::string_view value) -> bool;
    auto finish() -> bool;
    auto refuse(int status, std::string_view code, std::string_view message) -> bool;

    RequestHead head_{};
    Refusal refusal_{};
    std::uint32_t line_ = 0;     // where the line being read begins
    std::uint32_t scanned_ = 0;  // up to here no LF was found
    bool close_ = false;
    bool keep_alive_ = false;
    bool upgrade_ = false;
};

}  // namespace strata::http
