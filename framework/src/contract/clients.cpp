#include "strata/contract/clients.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "strata/contract/access.hpp"
#include "strata/events/outbox.hpp"

namespace strata::contract {

namespace {

using namespace std::chrono_literals;

const Caller nobody{};

}  // namespace

auto Clients::account_topic(const Uuid& account) -> std::string {
    return "@account/" + account.to_string();
}

auto Clients::session_topic(const security::TokenHash& session) -> std::string {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string topic = "@session/";
    for (const std::uint8_t byte : session.bytes) {
        topic.push_back(digits[byte >> 4U]);
        topic.push_back(digits[byte & 15U]);
    }
    return topic;
}

Clients::Clients(const Parts& parts) : parts_(parts), retention_(parts.settings) {
    if (parts_.bus == nullptr) return;
    subscription_ =
        parts_.bus->subscribe_to_all([this](const events::Event& event) { take(event); });
}

void Clients::add(const std::shared_ptr<Client>& client) {
    client->open_ = true;
    ++count_;
}

void Clients::remove(Client& client) {
    if (!std::exchange(client.open_, false)) return;
    --count_;
    leave_all(client);
    client.caller_.reset();
}

void Clients::sign_in(Client& client, const security::TokenHash& session,
                      std::shared_ptr<const Caller> caller) {
    if (!client.open_) return;
    if (client.caller_ && client.session_ == session) {
        client.caller_ = std::move(caller);
        return;
    }
    sign_out(client);
    client.caller_ = std::move(caller);
    client.session_ = session;
    subscribe(client, account_topic(client.caller_->id));
    subscribe(client, session_topic(session));
}

void Clients::sign_out(Client& client) {
    leave_all(client);
    client.caller_.reset();
}

void Clients::subscribe(Client& client, const std::string& topic,
                        std::optional<Farewell> farewell) {
    if (!client.open_) return;
    const auto [at, is_new] = client.topics_.try_emplace(topic);
    if (farewell) at->second = std::move(farewell);
    if (!is_new) return;
    topics_[topic].push_back(client.shared_from_this());
    if (!client.missed_from_) return;
    retention_.each(*client.missed_from_, [&](const events::Event& event) {
        if (event.topic != topic) return;
        Delivery delivery(event);
        deliver(client, info_of(event), delivery);
    });
}

void Clients::unsubscribe(Client& client, const std::string& topic) {
    auto left = client.topics_.extract(topic);
    if (!left.empty()) leave(client, topic, left.mapped());
}

void Clients::unsubscribe_account(const Uuid& account, const std::string& topic) {
    for (const auto& client : members(account_topic(account))) unsubscribe(*client, topic);
}

// The client's own entry is gone by now, so that what is said here finds it nowhere.
void Clients::leave(Client& client, const std::string& topic,
                    const std::optional<Farewell>& farewell) {
    const auto found = topics_.find(topic);
    if (found == topics_.end()) return;
    Members& members = found->second;
    const auto at = std::ranges::find(members, &client, &std::shared_ptr<Client>::get);
    if (at == members.end()) return;
    const auto keep = std::exchange(*at, std::move(members.back()));
    members.pop_back();
    const auto same = [&](const std::shared_ptr<Client>& other) {
        return client.caller_ && other->caller_ && other->caller_->id == client.caller_->id;
    };
    const bool is_last = std::ranges::none_of(members, same);
    if (members.empty()) topics_.erase(found);
    if (!farewell || !is_last || (parts_.bus == nullptr && parts_.outbox == nullptr)) return;
    events::Event event;
    event.id = parts_.ids.next();
    event.topic = topic;
    event.module = farewell->module;
    event.name = farewell->name;
    event.data = farewell->data;
    event.emitted_at = parts_.clock.now();
    if (parts_.outbox != nullptr) return parts_.outbox->post(std::move(event));
    parts_.bus->publish(std::array{std::move(event)});
}

void Clients::restore(std::span<const events::Event> events) {
    const auto now = parts_.clock.now();
    const auto steady = parts_.clock.steady();
    for (const events::Event& event : events)
        retention_.push(event, steady - std::max(now - event.emitted_at, 0us));
}

void Clients::leave_all(Client& client) {
    const auto left = std::exchange(client.topics_, {});
    for (const auto& [topic, farewell] : left) leave(client, topic, farewell);
}

auto Clients::members(const std::string& topic) const -> Members {
    const auto found = topics_.find(topic);
    return found == topics_.end() ? Members() : found->second;
}

auto Clients::info_of(const events::Event& event) const -> const EventInfo* {
    for (const EventInfo& info : parts_.registry.events) {
        if (info.name == event.name && info.module == event.module) return &info;
    }
    return nullptr;
}

void Clients::publish(std::span<const events::Event> events, Client* own) {
    if (parts_.bus == nullptr) return;
    own_ = own;
    parts_.bus->publish(events);
    own_ = nullptr;
}

void Clients::take(const events::Event& event) {
    retention_.push(event, parts_.clock.steady());
    const Members members = this->members(event.topic);
    if (members.empty()) return;
    const EventInfo* info = info_of(event);
    Delivery delivery(event);
    for (const auto& client : members) {
        delivery.is_own = client.get() == own_;
        if (client->topics_.contains(event.topic)) deliver(*client, info, delivery);
    }
}

void Clients::deliver(Client& client, const EventInfo* info, Delivery& delivery) {
    static const Access authenticated;
    const Access& access = info != nullptr ? info->access : authenticated;
    if (!permits(access, client.caller_ ? *client.caller_ : nobody)) return;
    ++delivered_;
    client.deliver(delivery);
}

auto Clients::resume(Client& client, const Uuid& last_event) -> bool {
    const auto place = retention_.after(last_event, parts_.clock.steady());
    client.missed_from_ = place.value_or(retention_.begin());
    if (client.topics_.empty()) return place.has_value();
    retention_.each(*client.missed_from_, [&](const events::Event& event) {
        if (!client.topics_.contains(event.topic)) return;
        Delivery delivery(event);
        deliver(client, info_of(event), delivery);
    });
    return place.has_value();
}

void Clients::end(const std::string& topic, Client* by) {
    for (const auto& client : members(topic)) {
        sign_out(*client);
        if (client.get() != by) client->revoke();
    }
}

void Clients::session_changed(const security::SessionEffect& effect, Client* by) {
    using Kind = security::SessionEffect::Kind;
    if (effect.ended) end(session_topic(*effect.ended), by);
    if (effect.kind == Kind::all_ended) end(account_topic(effect.account), by);
    if (effect.kind != Kind::groups_set) return;
    for (const auto& client : members(account_topic(effect.account))) {
        auto changed = std::make_shared<Caller>(*client->caller_);
        changed->groups = effect.groups;
        client->caller_ = std::move(changed);
    }
}

auto Clients::check() -> Task<> {
    Members signed_in;
    for (const auto& [topic, members] : topics_) {
        if (!topic.starts_with("@session/")) continue;
        signed_in.insert(signed_in.end(), members.begin(), members.end());
    }
    for (const auto& client : signed_in) {
        if (!client->open_ || !client->caller_) continue;
        const auto session = client->session_;
        auto caller = parts_.sessions.recall(session);
        if (!caller)
            caller = co_await parts_.sessions.find(session, security::Sessions::Look::check);
        if (!client->open_ || !client->caller_ || client->session_ != session) continue;
        if (caller) {
            client->caller_ = std::move(caller);
            continue;
        }
        sign_out(*client);
        client->revoke();
    }
}

}  // namespace strata::contract
