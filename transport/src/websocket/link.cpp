#include "websocket/link.hpp"

#include "websocket/connection.hpp"

namespace strata::websocket {

auto Link::live() const noexcept -> std::shared_ptr<Connection> {
    auto connection = connection_.lock();
    return connection && !connection->is_abandoned() ? connection : nullptr;
}

void Link::send_text(std::string_view text) const {
    if (auto connection = live()) connection->send(Opcode::text, text, {});
}

void Link::send_binary(std::string_view bytes) const { send_binary(bytes, {}); }

void Link::send_binary(std::string_view head, std::string_view rest) const {
    if (auto connection = live()) connection->send(Opcode::binary, head, rest);
}

void Link::send(std::shared_ptr<const Frame> frame) const {
    if (auto connection = live()) connection->send(std::move(frame));
}

void Link::close(std::uint16_t code, std::string_view reason) const {
    if (auto connection = live()) connection->close(code, reason);
}

auto Link::is_open() const noexcept -> bool {
    auto connection = live();
    return connection && connection->is_open();
}

auto Link::queued_bytes() const noexcept -> std::size_t {
    auto connection = live();
    return connection ? connection->queued_bytes() : 0;
}

void Link::pause() const {
    if (auto connection = live()) connection->pause();
}

void Link::resume() const {
    if (auto connection = live()) connection->resume();
}

void Link::hold() const {
    if (auto connection = live()) connection->hold();
}

void Link::release() const {
    if (auto connection = live()) connection->release();
}

}  // namespace strata::websocket
