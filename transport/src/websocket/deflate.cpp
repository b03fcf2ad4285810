#include "websocket/deflate.hpp"

#include <algorithm>
#include <array>
#include <new>

namespace strata::websocket {

namespace {

// What ends a flushed stretch of a stream, and is left out on the wire (RFC 7692, section 7.2.1).
constexpr std::string_view tail("\x00\x00\xff\xff", 4);
constexpr std::uint64_t ratio_free = 1024 * 1024;
constexpr int level = 3;
constexpr int memory_level = 8;
constexpr int least_bits = 9;
constexpr int widest_bits = 15;
constexpr unsigned max_window = 32 * 1024;
constexpr std::size_t step = 16 * 1024;
// zlib finds what is too far away outside of the piece that it writes: to hold a client to a window
// that is smaller than what the format allows, the pieces are small.
constexpr std::size_t strict_step = 64;

auto as_input(std::string_view bytes) noexcept -> Bytef* {
    return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

}  // namespace

Inflater::Inflater(int bits, bool takeover, std::uint32_t ratio)
    : bits_(std::max(bits, least_bits)), takeover_(takeover), ratio_(ratio) {
    if (::inflateInit2(&stream_, -bits_) != Z_OK) throw std::bad_alloc();
}

Inflater::~Inflater() { ::inflateEnd(&stream_); }

void Inflater::reset(int bits) noexcept {
    bits_ = std::max(bits, least_bits);
    ::inflateReset2(&stream_, -bits_);
    ended_ = false;
    received_ = 0;
}

auto Inflater::inflate(std::string_view piece, std::string& out, std::uint64_t limit,
                       Failure& failure) -> bool {
    received_ += piece.size();
    return run(piece, out, limit, failure);
}

auto Inflater::finish(std::string& out, std::uint64_t limit, Failure& failure) -> bool {
    if (!ended_ && !run(tail, out, limit, failure)) return false;
    // zlib: nothing is pending but the begin of a block.
    constexpr int between_blocks = 128;
    constexpr int unused_bits = 7;
    bool whole = ended_ || ((stream_.data_type & between_blocks) != 0 &&
                            (stream_.data_type & unused_bits) == 0);
    if (!whole) {
        failure = {CloseCode::invalid_data, "a compressed message is cut short"};
        return false;
    }
    received_ = 0;
    if (!takeover_) {
        reset(bits_);
    } else if (ended_) {
        return begin_again();
    }
    return true;
}

auto Inflater::run(std::string_view piece, std::string& out, std::uint64_t limit, Failure& failure)
    -> bool {
    stream_.next_in = as_input(piece);
    stream_.avail_in = static_cast<uInt>(piece.size());
    bool full = true;
    while (stream_.avail_in > 0 || full) {
        if (ended_ && stream_.avail_in == 0) break;
        if (ended_ && !begin_again()) return false;
        std::size_t before = out.size();
        std::size_t room =
            bits_ < widest_bits ? strict_step : std::max(step, out.capacity() - before);
        int result = Z_OK;
        out.resize_and_overwrite(before + room, [&](char* data, std::size_t) {
            stream_.next_out = reinterpret_cast<Bytef*>(data + before);
            stream_.avail_out = static_cast<uInt>(room);
            result = ::inflate(&stream_, Z_SYNC_FLUSH);
            return before + room - stream_.avail_out;
        });
        full = stream_.avail_out == 0;
        if (out.size() > limit) {
            failure = {CloseCode::too_big, "a message is too long"};
            return false;
        }
        if (result == Z_STREAM_END) {
            ended_ = true;
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            failure = {CloseCode::invalid_data, "a message is not compressed as it says"};
            return false;
        }
        if (out.size() > ratio_free && out.size() / ratio_ > received_) {
            failure = {CloseCode::too_big, "a message is compressed too much"};
            return false;
        }
        if (result == Z_BUF_ERROR) break;
    }
    return true;
}

// After a last block, another stream may follow; what it refers to is still the same window.
auto Inflater::begin_again() -> bool {
    std::array<Bytef, max_window> window;
    uInt size = 0;
    ::inflateGetDictionary(&stream_, window.data(), &size);
    const Bytef* next = stream_.next_in;
    uInt left = stream_.avail_in;
    ::inflateReset(&stream_);
    stream_.next_in = const_cast<Bytef*>(next);
    stream_.avail_in = left;
    ended_ = false;
    return ::inflateSetDictionary(&stream_, window.data(), size) == Z_OK;
}

Deflater::Deflater(int bits, bool takeover) : takeover_(takeover) {
    int strategy = bits < least_bits ? Z_HUFFMAN_ONLY : Z_DEFAULT_STRATEGY;
    if (::deflateInit2(&stream_, level, Z_DEFLATED, -std::max(bits, least_bits), memory_level,
                       strategy) != Z_OK) {
        throw std::bad_alloc();
    }
}

Deflater::~Deflater() { ::deflateEnd(&stream_); }

void Deflater::deflate(std::string_view message, std::string& out) {
    std::size_t begin = out.size();
    std::size_t room = ::deflateBound(&stream_, message.size()) + 2 * tail.size();
    stream_.next_in = as_input(message);
    stream_.avail_in = static_cast<uInt>(message.size());
    std::size_t size = begin;
    do {
        out.resize_and_overwrite(size + room, [&](char* data, std::size_t) {
            stream_.next_out = reinterpret_cast<Bytef*>(data + size);
            stream_.avail_out = static_cast<uInt>(room);
            ::deflate(&stream_, Z_SYNC_FLUSH);
            return size + room - stream_.avail_out;
        });
        size = out.size();
    } while (stream_.avail_out == 0);
    out.resize(size - tail.size());
    if (!takeover_) ::deflateReset(&stream_);
}

}  // namespace strata::websocket
