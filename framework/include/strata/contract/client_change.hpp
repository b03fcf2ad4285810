#pragma once
// ClientChange: what a call wants of its client once it has committed. For Invocation.
#include <cstdint>
#include <optional>
#include <string>

#include "strata/contract/client.hpp"
#include "strata/contract/stream_id.hpp"
#include "strata/loop/stream.hpp"

namespace strata::contract {

struct ClientChange {
    enum class Kind : std::uint8_t { subscribe, unsubscribe, unsubscribe_account, send };

    explicit ClientChange(Kind what) : kind(what) {}

    Kind kind;
    std::string text{};  // the topic; send: the stream's name
    std::optional<Farewell> farewell{};
    StreamId stream{};
    std::optional<std::uint64_t> size{};
    Stream<std::string> chunks{};
};

}  // namespace strata::contract
