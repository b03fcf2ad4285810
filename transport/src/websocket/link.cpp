#include "websocket/link.hpp"

#include "websocket/connection.hpp"

namespace strata::websocket {

auto Link::live(const WeakHandle<Connection>& connection) noexcept -> Connection* {
    Connection* live = connection.get();
    return live != nullptr && !live->is_abandoned() ? live : nullptr;
}

void Link::send_text(std::string_view text) const {
    if (Connection* connection = live()) connection->send(Opcode::text, text, {});
}

void Link::send_binary(std::string_view bytes) const { send_binary(bytes, {}); }

void Link::send_binary(std::string_view head, std::string_view rest) const {
    if (Connection* connection = live()) connection->send(Opcode::binary, head, rest);
}

void Link::send(std::shared_ptr<const Frame> frame) const {
    if (Connection* connection = live()) connection->send(std::move(frame));
}

void Link::close(std::uint16_t code, std::string_view reason) const {
    if (Connection* connection = live()) connection->close(code, reason);
}

auto Link::is_open() const noexcept -> bool {
    Connection* connection = live();
    return connection != nullptr && connection->is_open();
}

auto Link::queued_bytes() const noexcept -> std::size_t {
    Connection* connection = live();
    return connection != nullptr ? connection->queued_bytes() : 0;
}

void Link::pause() const {
    if (Connection* connection = live()) connection->pause();
}

void Link::resume() const {
    if (Connection* connection = live()) connection->resume();
}

void Link::hold() const {
    if (Connection* connection = live()) connection->hold();
}

void Link::release() const {
    if (Connection* connection = live()) connection->release();
}

}  // namespace strata::websocket
