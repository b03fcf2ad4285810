#include "strata/contract/call_client.hpp"

#include <stdexcept>

#include "strata/contract/invocation.hpp"

namespace strata {

using contract::ClientChange;

namespace {

auto own_topic(Topic topic) -> std::string {
    std::string name = std::move(topic).name();
    if (name.starts_with('@')) throw std::logic_error("a topic that begins with @: " + name);
    return name;
}

auto require(const std::shared_ptr<contract::Client>& client) -> contract::Client& {
    if (!client) {
        throw StreamError("stream_not_found", "Streams need a connection that stays: a WebSocket");
    }
    return *client;
}

auto one_chunk(std::string content) -> Stream<std::string> {
    if (!content.empty()) co_yield std::move(content);
}

}  // namespace

auto CallClient::is_connected() const noexcept -> bool { return invocation_->client() != nullptr; }

void CallClient::subscribe(Topic topic) const {
    ClientChange change(ClientChange::Kind::subscribe);
    change.text = own_topic(std::move(topic));
    invocation_->add(std::move(change));
}

void CallClient::subscribe(Topic topic, std::string_view module, std::string_view name,
                           std::string data) const {
    ClientChange change(ClientChange::Kind::subscribe);
    change.text = own_topic(std::move(topic));
    change.farewell = contract::Farewell{module, name, std::move(data)};
    invocation_->add(std::move(change));
}

void CallClient::unsubscribe(Topic topic) const {
    ClientChange change(ClientChange::Kind::unsubscribe);
    change.text = own_topic(std::move(topic));
    invocation_->add(std::move(change));
}

void CallClient::unsubscribe_account(Topic topic) const {
    ClientChange change(ClientChange::Kind::unsubscribe_account);
    change.text = own_topic(std::move(topic));
    invocation_->add(std::move(change));
}

auto CallClient::is_subscribed(const Topic& topic) const -> bool {
    return is_connected() && invocation_->client()->hears(topic.name());
}

auto CallClient::receive(const StreamId::Value& id) const -> Stream<std::string> {
    invocation_->note_stream();
    return require(invocation_->client()).receive(StreamId(id));
}

auto CallClient::receive_all(const StreamId::Value& id, std::size_t limit) const
    -> Task<std::string> {
    auto chunks = receive(id);
    std::string content;
    while (auto chunk = co_await chunks.next()) {
        if (chunk->size() > limit - content.size()) {
            throw StreamError("stream_too_large",
                              "The stream is larger than " + std::to_string(limit) + " bytes");
        }
        content += *chunk;
    }
    co_return content;
}

auto CallClient::send(std::string name, std::optional<std::uint64_t> size,
                      Stream<std::string> chunks) const -> StreamId {
    ClientChange change(ClientChange::Kind::send);
    change.stream = require(invocation_->client()).new_stream_id();
    change.text = std::move(name);
    change.size = size;
    change.chunks = std::move(chunks);
    const StreamId id = change.stream;
    invocation_->add(std::move(change));
    return id;
}

auto CallClient::send(std::string name, std::string content) const -> StreamId {
    const std::uint64_t size = content.size();
    return send(std::move(name), size, one_chunk(std::move(content)));
}

}  // namespace strata
