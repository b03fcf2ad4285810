#pragma once
// PacketCore: what packets are answered with. Origin: where a packet came from, for the calls in
// it. Loop thread only.
#include <memory>
#include <string>

#include "protocol/live_settings.hpp"
#include "strata/contract/call.hpp"
#include "strata/contract/client.hpp"
#include "strata/contract/dispatcher.hpp"
#include "strata/contract/settings.hpp"
#include "strata/loop/task.hpp"

namespace strata::protocol {

struct PacketCore {
    contract::Dispatcher& dispatcher;
    const LiveSettings& settings;
    const contract::LimitsSettings& limits;
};

class Origin {
  public:
    Origin() = default;
    Origin(const Origin&) = delete;
    auto operator=(const Origin&) -> Origin& = delete;
    virtual ~Origin() = default;

    // A call began or ended its session: the calls after it are that one's.
    [[nodiscard]] virtual auto session_changed(contract::SessionChange change) -> Task<> = 0;
    // One was made for a call, and stands in the log.
    virtual void request_id_made(std::string /*id*/) {}
    [[nodiscard]] virtual auto client() -> std::shared_ptr<contract::Client> { return nullptr; }

    std::string token{};
    std::string peer{};
    std::string request_id{};
    std::string traceparent{};
};

}  // namespace strata::protocol
