#pragma once
// RawConnection: bytes to a server and what comes back, with a limit on every wait. Blocks.
#include <chrono>
#include <string>
#include <string_view>

namespace strata::tools::selftest {

// "http://HOST[:PORT]". Throws std::runtime_error for anything else.
struct Address {
    explicit Address(std::string_view url);
    std::string host{};
    std::string port{};
};

enum class Ending { open, fin, reset };

struct Exchange {
    int status = 0;            // of the first answer; 0: none came
    std::size_t answers = 0;   // final ones
    std::size_t accepted = 0;  // of them, those below 400
    Ending ending = Ending::open;
};

// Sends the bytes and reads until the server ends the connection, or nothing comes for `limit`.
// Throws std::runtime_error if there is no connection.
[[nodiscard]] auto exchange(const Address& address, std::string_view bytes,
                            std::chrono::milliseconds limit) -> Exchange;

}  // namespace strata::tools::selftest
