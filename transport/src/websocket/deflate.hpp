#pragma once
// Permessage-deflate (RFC 7692) on zlib: Inflater and Deflater work on one message after the other.
// Memory: an Inflater has up to 44 KiB, a Deflater up to 260 KiB, whatever is put through them;
// what a message may become is the caller's limit, and its ratio past a first MiB. Loop thread.
#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "websocket/message_reader.hpp"

namespace strata::websocket {

// What was negotiated, from the server's point of view.
struct DeflateParameters {
    bool enabled = false;
    bool server_takeover = false;  // our messages refer to earlier ones
    bool client_takeover = false;
    bool states_server_bits = false;
    int server_bits = 15;  // of our window: 8 to 15
    int client_bits = 15;
};

class Inflater final : public Inflation {
  public:
    // `takeover`: a message may refer to earlier ones. `ratio`: how many times its compressed size
    // a message may have, once it has more than a MiB.
    Inflater(int bits, bool takeover, std::uint32_t ratio);
    Inflater(const Inflater&) = delete;
    auto operator=(const Inflater&) -> Inflater& = delete;
    ~Inflater() override;

    [[nodiscard]] auto inflate(std::string_view piece, std::string& out, std::uint64_t limit,
                               Failure& failure) -> bool override;
    [[nodiscard]] auto finish(std::string& out, std::uint64_t limit, Failure& failure)
        -> bool override;
    // Forgets a message that was not finished, and the earlier ones; from here on, with that
    // window.
    void reset(int bits) noexcept;

  private:
    auto run(std::string_view piece, std::string& out, std::uint64_t limit, Failure& failure)
        -> bool;
    auto begin_again() -> bool;

    z_stream stream_{};
    int bits_;
    bool takeover_;
    bool ended_ = false;  // the last block said that it is the last
    std::uint32_t ratio_;
    std::uint64_t received_ = 0;
};

class Deflater final {
  public:
    // REQUIRES: 8 <= bits <= 15. With 8, which zlib has no window for, nothing refers back.
    Deflater(int bits, bool takeover);
    Deflater(const Deflater&) = delete;
    auto operator=(const Deflater&) -> Deflater& = delete;
    ~Deflater();

    // Appends the message compressed, as its frame's payload. REQUIRES: it is not empty.
    void deflate(std::string_view message, std::string& out);

  private:
    z_stream stream_{};
    bool takeover_;
};

}  // namespace strata::websocket
