// Whatever claims to be compressed inflates to the same in one piece and in many, within its limit;
// and what we compress inflates to what it was.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "websocket/deflate.hpp"

namespace {

using namespace strata::websocket;

constexpr std::uint64_t limit = 100'000;
constexpr std::size_t most_bytes = 8192;

void demand(bool holds) {
    if (!holds) std::abort();
}

struct Inflated {
    bool good = true;
    std::string text{};
    auto operator==(const Inflated&) const -> bool = default;
};

// Two messages, one after the other: the second may refer to the first.
auto inflate_twice(std::string_view bytes, std::size_t piece, bool takeover) -> Inflated {
    Inflater inflater(15, takeover, 200);
    Inflated result;
    for (int i = 0; i < 2 && result.good; ++i) {
        std::string message;
        Failure failure;
        for (std::size_t at = 0; at < bytes.size() && result.good; at += piece) {
            result.good = inflater.inflate(bytes.substr(at, piece), message, limit, failure);
        }
        result.good = result.good && inflater.finish(message, limit, failure);
        if (result.good) demand(message.size() <= limit);
        if (!result.good) {
            demand(failure.code == CloseCode::invalid_data || failure.code == CloseCode::too_big);
            return {false, ""};
        }
        result.text += message + "|";
    }
    return result;
}

void check_round_trip(std::string_view message, int bits, bool takeover) {
    if (message.empty()) return;
    Deflater deflater(bits, takeover);
    Inflater inflater(bits, takeover, 200);
    for (int i = 0; i < 3; ++i) {
        std::string packed;
        std::string unpacked;
        Failure failure;
        deflater.deflate(message, packed);
        demand(inflater.inflate(packed, unpacked, limit, failure));
        demand(inflater.finish(unpacked, limit, failure));
        demand(unpacked == message);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const bool takeover = (data[0] & 1U) != 0;
    const int bits = 8 + (data[0] >> 1U) % 8;
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1),
                                 std::min(size - 1, most_bytes));
    const Inflated expected = inflate_twice(bytes, bytes.size() + 1, takeover);
    for (std::size_t piece : {1U, 3U, 64U}) {
        demand(inflate_twice(bytes, piece, takeover) == expected);
    }
    check_round_trip(bytes, bits, takeover);
    return 0;
}
