#pragma once
// Clients: the connected clients of a process, what they hear, and whose they are. Events of the
// bus go to those that subscribed to the topic and whom the event's `access` lets in. A client with
// a session also hears `@account/ID` and `@session/HASH`. Loop thread only; what it refers to
// outlives it, and so does it its clients' membership.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "strata/contract/client.hpp"
#include "strata/contract/registry.hpp"
#include "strata/events/bus.hpp"
#include "strata/events/retention.hpp"
#include "strata/loop/task.hpp"
#include "strata/security/clock.hpp"
#include "strata/security/ids.hpp"
#include "strata/security/sessions.hpp"

namespace strata::events {
class Outbox;
}

namespace strata::contract {

class Clients final {
  public:
    struct Parts {
        const Registry& registry;
        events::LocalBus* bus;  // null: there are no events
        const events::EventsSettings& settings;
        security::Sessions& sessions;
        security::Clock& clock;
        security::Ids& ids;
        events::Outbox* outbox = nullptr;  // null: events are in memory alone
    };
    explicit Clients(const Parts& parts);
    Clients(const Clients&) = delete;
    auto operator=(const Clients&) -> Clients& = delete;

    // From its connection's beginning to its end. A second remove() does nothing.
    void add(const std::shared_ptr<Client>& client);
    void remove(Client& client);
    // The client is this session's; what it heard under another one ends.
    void sign_in(Client& client, const security::TokenHash& session,
                 std::shared_ptr<const Caller> caller);
    void sign_out(Client& client);

    void subscribe(Client& client, const std::string& topic,
                   std::optional<Farewell> farewell = std::nullopt);
    void unsubscribe(Client& client, const std::string& topic);
    // Every client of an account.
    void unsubscribe_account(const Uuid& account, const std::string& topic);

    // Publishes what a call emitted; its own client, if any, is told so.
    void publish(std::span<const events::Event> events, Client* own);

    // Events of before this process began, oldest first: they are retained as if they were
    // published when they were emitted.
    void restore(std::span<const events::Event> events);

    // Gives the client what it missed since an event, of what it hears and will hear. False: not
    // all of it is retained.
    auto resume(Client& client, const Uuid& last_event) -> bool;

    // A session changed: its clients, but for the one that did it, are to close; that one is signed
    // out.
    void session_changed(const security::SessionEffect& effect, Client* by);
    // Closes the clients whose session is over by now.
    [[nodiscard]] auto check() -> Task<>;

    [[nodiscard]] auto count() const noexcept -> std::size_t { return count_; }
    [[nodiscard]] auto delivered() const noexcept -> std::uint64_t { return delivered_; }
    [[nodiscard]] auto retention() const noexcept -> const events::Retention& { return retention_; }

    [[nodiscard]] static auto account_topic(const Uuid& account) -> std::string;
    [[nodiscard]] static auto session_topic(const security::TokenHash& session) -> std::string;

  private:
    using Members = std::vector<std::shared_ptr<Client>>;

    void take(const events::Event& event);
    void deliver(Client& client, const EventInfo* info, Delivery& delivery);
    void leave(Client& client, const std::string& topic, const std::optional<Farewell>& farewell);
    void leave_all(Client& client);
    [[nodiscard]] auto members(const std::string& topic) const -> Members;
    [[nodiscard]] auto info_of(const events::Event& event) const -> const EventInfo*;
    void end(const std::string& topic, Client* by);

    Parts parts_;
    events::Retention retention_;
    std::unordered_map<std::string, Members> topics_{};
    std::size_t count_ = 0;
    std::uint64_t delivered_ = 0;
    Client* own_ = nullptr;  // while it publishes
    events::Subscription subscription_{};
};

}  // namespace strata::contract
