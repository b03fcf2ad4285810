#pragma once
// Bus: hands committed events to whoever subscribed to their topic, in the order they were
// published. LocalBus is the bus of one process. Loop thread only. A subscription ends with its
// handle; the bus outlives its handles. A subscriber may subscribe, unsubscribe and publish from
// its callback; what it throws is counted, and does not keep the event from the others.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "strata/events/event.hpp"

namespace strata::events {

class Bus {
  public:
    Bus() = default;
    Bus(const Bus&) = delete;
    auto operator=(const Bus&) -> Bus& = delete;
    virtual ~Bus() = default;

    virtual void publish(std::span<const Event> events) = 0;
};

class LocalBus;

// Unsubscribes when destroyed.
class [[nodiscard]] Subscription final {
  public:
    Subscription() = default;
    Subscription(Subscription&& other) noexcept;
    auto operator=(Subscription&& other) noexcept -> Subscription&;
    Subscription(const Subscription&) = delete;
    auto operator=(const Subscription&) -> Subscription& = delete;
    ~Subscription() { cancel(); }

    void cancel() noexcept;
    [[nodiscard]] auto active() const noexcept -> bool { return bus_ != nullptr; }

  private:
    friend class LocalBus;
    Subscription(LocalBus& bus, std::string topic, std::uint64_t id)
        : bus_(&bus), topic_(std::move(topic)), id_(id) {}

    LocalBus* bus_ = nullptr;
    std::string topic_;
    std::uint64_t id_ = 0;
};

class LocalBus final : public Bus {
  public:
    using Callback = std::function<void(const Event&)>;

    [[nodiscard]] auto subscribe(std::string topic, Callback callback) -> Subscription;
    // To the events of all topics, before the subscribers of each.
    [[nodiscard]] auto subscribe_to_all(Callback callback) -> Subscription {
        return subscribe({}, std::move(callback));
    }
    void publish(std::span<const Event> events) override;

    [[nodiscard]] auto subscriptions() const noexcept -> std::size_t { return count_; }
    [[nodiscard]] auto published() const noexcept -> std::uint64_t { return published_; }
    [[nodiscard]] auto failures() const noexcept -> std::uint64_t { return failures_; }

  private:
    friend class Subscription;
    using Subscribers = std::map<std::uint64_t, std::shared_ptr<const Callback>>;

    void deliver(const Event& event, const std::string& topic);
    void unsubscribe(const std::string& topic, std::uint64_t id) noexcept;

    std::unordered_map<std::string, Subscribers> topics_;
    std::uint64_t next_id_ = 1;
    std::size_t count_ = 0;
    std::uint64_t published_ = 0;
    std::uint64_t failures_ = 0;
};

}  // namespace strata::events
