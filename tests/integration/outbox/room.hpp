#pragma once
// A room of the messenger whose service comes and goes: its database stays, who is in it keeps its
// session.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "support/live_client.hpp"
#include "support/service.hpp"

namespace tests {

[[nodiscard]] auto on_postgres() -> bool;

class Room final {
  public:
    explicit Room(Process::Environment settings = {});

    // Another process on the same database.
    [[nodiscard]] auto start(Process::Environment more = {}) const -> std::unique_ptr<Service>;
    [[nodiscard]] auto id() const -> const std::string& { return id_; }
    [[nodiscard]] auto token() const -> const std::string& { return token_; }
    [[nodiscard]] auto database() const -> const std::string& { return url_; }
    // Signs in on the connection, takes what it missed since an event ("": nothing is asked), and
    // hears the room. Whether nothing is missing.
    [[nodiscard]] auto enter(LiveClient& client, const std::string& last_event = "") const -> bool;
    // A message by HTTP; whether it was accepted.
    auto send(HttpClient& client, const std::string& text) const -> bool;
    // The texts of all messages that are stored.
    [[nodiscard]] auto stored(const Service& service) const -> std::vector<std::string>;

  private:
    TemporaryFolder folder_{};
    Process::Environment settings_;
    std::string url_;
    std::string id_{};
    std::string token_{};
};

// Its text, of a packet of messageSent.
[[nodiscard]] inline auto text_of(const nlohmann::json& event) -> std::string {
    return event.is_null() ? "" : event.at("data").at("text").get<std::string>();
}

}  // namespace tests
