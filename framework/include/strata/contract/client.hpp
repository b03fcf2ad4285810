#pragma once
// Client: a connection that stays, as the framework sees it: it hears topics, has a session, and
// carries streams. The transport implements it. Loop thread only. Shared: what it was made for may
// end while a call still holds it; everything does nothing then.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "strata/contract/stream_id.hpp"
#include "strata/events/event.hpp"
#include "strata/events/retention.hpp"
#include "strata/loop/stream.hpp"
#include "strata/security/token.hpp"
#include "strata/values/caller.hpp"

namespace strata::contract {

// One event on its way to its subscribers. A wire frames it at the first of them, for all.
struct Delivery {
    explicit Delivery(const events::Event& delivered) : event(delivered) {}
    const events::Event& event;
    bool is_own = false;  // of the call that this client waits for: it goes after the answer
    std::shared_ptr<const void> metacom{};
    std::shared_ptr<const void> json_rpc{};
};

// What is emitted when the last client of an account has left a topic.
struct Farewell {
    std::string_view module{};
    std::string_view name{};
    std::string data{};
};

class Client : public std::enable_shared_from_this<Client> {
  public:
    Client() = default;
    Client(const Client&) = delete;
    auto operator=(const Client&) -> Client& = delete;
    virtual ~Client() = default;

    virtual void deliver(Delivery& delivery) noexcept = 0;
    // Its session has ended, not by a call of its own: it is to close.
    virtual void revoke() noexcept = 0;
    // A stream that the client sends. Throws StreamError.
    [[nodiscard]] virtual auto receive(const StreamId& id) -> Stream<std::string> = 0;
    // A new stream to the client: its id now, and its begin when the call has committed.
    [[nodiscard]] virtual auto new_stream_id() -> StreamId = 0;
    virtual void send(StreamId id, std::string name, std::optional<std::uint64_t> size,
                      Stream<std::string> chunks) = 0;

    [[nodiscard]] auto caller() const noexcept -> const std::shared_ptr<const Caller>& {
        return caller_;
    }
    [[nodiscard]] auto hears(const std::string& topic) const -> bool {
        return topics_.contains(topic);
    }
    [[nodiscard]] auto topics() const noexcept -> std::size_t { return topics_.size(); }

  private:
    friend class Clients;

    // Of Clients.
    bool open_ = false;
    std::shared_ptr<const Caller> caller_{};  // null: nobody
    security::TokenHash session_{};
    std::map<std::string, std::optional<Farewell>, std::less<>> topics_{};
    std::optional<events::Retention::Place> missed_from_{};
};

}  // namespace strata::contract
