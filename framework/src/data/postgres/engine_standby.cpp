#include <algorithm>

#include "data/postgres/engine.hpp"
#include "data/postgres/sent.hpp"
#include "data/postgres/transactions.hpp"
#include "strata/log/log.hpp"

namespace strata::data::postgres {

namespace {

constexpr std::chrono::milliseconds standby_poll{1'000};

}  // namespace

auto PostgresEngine::problem() const -> std::string {
    if (!unreachable_.empty()) return unreachable_;
    return is_standby() ? "the database can't be written: its server is a standby" : "";
}

// Of all connections for transactions: one that is promoted tells each with its next answer.
auto PostgresEngine::is_standby() const -> bool {
    bool standby = false;
    for (const auto& slot : slots_) {
        if (slot->shared || !slot->link->is_ready()) continue;
        if (!slot->link->is_of_standby()) return false;
        standby = true;
    }
    return standby;
}

// Where nobody asks anything, because the service is not ready, one that is promoted is seen too.
void PostgresEngine::watch_standby() {
    const bool standby = is_standby();
    if (standby && !standby_told_)
        log::warning("the database can't be written: its server is a standby",
                     {{"database", target_.name()}});
    if (!standby && standby_told_)
        log::info("the database can be written", {{"database", target_.name()}});
    standby_told_ = standby;
    if (!standby || closing_) return standby_timer_.cancel();
    const auto idle = std::ranges::find_if(slots_, [](const auto& slot) {
        return !slot->shared && slot->borrower == nullptr && slot->link->is_ready() &&
               slot->link->in_flight() == 0;
    });
    if (idle != slots_.end()) {
        Link& link = *(*idle)->link;
        link.sync();
        link.run(standby_statement, {}, *new Unattended);
        link.sync();
    }
    standby_timer_.after(standby_poll, [this] { watch_standby(); });
}

}  // namespace strata::data::postgres
