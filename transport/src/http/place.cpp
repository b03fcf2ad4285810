#include "http/place.hpp"

#include "http/core.hpp"

namespace strata::http {

Place::Place(Core& core, std::string peer) : core_(&core), peer_(std::move(peer)) {
    ++core.open_count;
    ++core.statistics.open;
    if (core.settings.connections_per_ip > 0 && !peer_.empty()) ++core.per_ip[peer_];
}

auto Place::operator=(Place&& other) noexcept -> Place& {
    give_up();
    core_ = std::exchange(other.core_, nullptr);
    peer_ = std::move(other.peer_);
    return *this;
}

void Place::give_up() noexcept {
    if (core_ == nullptr) return;
    Core& core = *std::exchange(core_, nullptr);
    --core.open_count;
    --core.statistics.open;
    if (core.settings.connections_per_ip > 0 && !peer_.empty()) {
        auto entry = core.per_ip.find(peer_);
        if (--entry->second == 0) core.per_ip.erase(entry);
    }
    if (core.open_count == 0) core.emptied.set();
}

}  // namespace strata::http
