#pragma once
// Close codes of RFC 6455, section 7.4, and of IANA's registry. Pure; any thread.
#include <cstdint>
#include <string_view>

namespace strata::websocket {

enum class CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    protocol_error = 1002,
    no_status = 1005,  // a close frame without a code; never sent
    abnormal = 1006,   // no close frame came; never sent
    invalid_data = 1007,
    policy_violation = 1008,
    too_big = 1009,
    internal_error = 1011,
};

// Whether a close frame may carry it: 1000 to 1014 without the reserved ones, 3000 to 4999.
[[nodiscard]] constexpr auto is_sendable(unsigned code) noexcept -> bool {
    if (code >= 3000) return code <= 4999;
    return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

// Why a connection is failed: the code for the peer, and the reason, which is also logged.
struct Failure {
    CloseCode code = CloseCode::protocol_error;
    std::string_view reason{};
};

}  // namespace strata::websocket
