#pragma once
// CallClient: the connection that a call came on, from context.client(). A call over plain HTTP, of
// the scheduler or of a test has none: what it subscribes to nobody hears, and streams are
// StreamError. Loop thread only; lives as long as the call.
//
// What is changed here belongs to the call as its events do: it holds once the call has committed,
// before its events are delivered, and never if it fails. A connection's subscriptions end with it,
// and with its session.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "strata/contract/stream_id.hpp"
#include "strata/events/topic.hpp"
#include "strata/json/encode.hpp"
#include "strata/loop/stream.hpp"
#include "strata/loop/task.hpp"

namespace strata {

namespace contract {
class Invocation;
}

class CallClient final {
  public:
    explicit CallClient(contract::Invocation& invocation) noexcept : invocation_(&invocation) {}

    // Whether there is a connection to hear anything.
    [[nodiscard]] auto is_connected() const noexcept -> bool;

    // Events of the topic go to this connection from now on. Who may hear it is for the handler to
    // decide. std::logic_error for a topic that begins with '@'.
    void subscribe(Topic topic) const;
    // And when the last connection of the account has left the topic, whatever the way, `farewell`
    // is emitted to it.
    template <class Event>
    void subscribe(Topic topic, const Event& farewell) const {
        using json::encode;
        std::string data;
        json::Writer writer(data);
        encode(writer, farewell);
        writer.finish();
        subscribe(std::move(topic), Event::module, Event::name, std::move(data));
    }
    void unsubscribe(Topic topic) const;
    // All connections of the caller's account.
    void unsubscribe_account(Topic topic) const;
    [[nodiscard]] auto is_subscribed(const Topic& topic) const -> bool;

    // A stream that the client sends, by the id that it chose, whether before or after this call
    // was made. next() gives what has come, and throws StreamError if the stream breaks or its size
    // is not the announced one. The client is held up while nobody takes what it sends.
    [[nodiscard]] auto receive(const StreamId::Value& id) const -> Stream<std::string>;
    // All of it; more than `limit` bytes are a StreamError.
    [[nodiscard]] auto receive_all(const StreamId::Value& id, std::size_t limit) const
        -> Task<std::string>;
    // Sends a stream to the client: it begins before this call is answered, and goes on after it.
    // `chunks` is asked for more as the client takes it; it must not refer to the call.
    [[nodiscard]] auto send(std::string name, std::optional<std::uint64_t> size,
                            Stream<std::string> chunks) const -> StreamId;
    [[nodiscard]] auto send(std::string name, std::string content) const -> StreamId;

  private:
    void subscribe(Topic topic, std::string_view module, std::string_view name,
                   std::string data) const;

    contract::Invocation* invocation_;
};

}  // namespace strata
