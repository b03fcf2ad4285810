#include "protocol/live_running.hpp"

#include "strata/log/log.hpp"

namespace strata::protocol {

// Every task answers for itself; what it throws all the same is a mistake of this program.
void LiveClient::Running::finish(void* self) noexcept {
    const std::unique_ptr<Running> running(static_cast<Running*>(self));
    const std::shared_ptr<LiveClient> client = running->client_;
    if (running->task_.has_failed()) {
        try {
            running->task_.take();
        } catch (const Cancelled&) {
        } catch (const std::exception& error) {
            log::error("a packet failed", {{"call", running->name_}, {"reason", error.what()}});
            client->wire_->close(1011, "Internal error");
        }
    }
    client->ended(*running);
}

}  // namespace strata::protocol
