#include "protocol/live_session.hpp"

#include <utility>

#include "http/connection.hpp"
#include "protocol/call_head.hpp"
#include "protocol/live_client.hpp"
#include "websocket/link.hpp"

namespace strata::protocol {

namespace {

class LinkWire final : public Wire {
  public:
    explicit LinkWire(websocket::Link link) : link_(std::move(link)) {}

    void send_text(std::string_view text) override { link_.send_text(text); }
    void send_binary(std::string_view head, std::string_view content) override {
        link_.send_binary(head, content);
    }
    auto frame(std::string_view text) -> std::shared_ptr<const void> override {
        return websocket::Frame::text(text);
    }
    void send_frame(std::shared_ptr<const void> frame) override {
        link_.send(std::static_pointer_cast<const websocket::Frame>(std::move(frame)));
    }
    void close(std::uint16_t code, std::string_view reason) override { link_.close(code, reason); }
    auto drained() -> Task<bool> override { co_return co_await link_.drained(); }
    void pause() override { link_.pause(); }
    void resume() override { link_.resume(); }
    void hold() override { link_.hold(); }
    void release() override { link_.release(); }

  private:
    websocket::Link link_;
};

class LiveSession final : public websocket::Session {
  public:
    explicit LiveSession(std::shared_ptr<LiveClient> client) : client_(std::move(client)) {}

    void on_open() override { client_->opened(); }
    void on_text(std::string_view text) override { client_->take_text(text); }
    void on_binary(std::string_view bytes) override { client_->take_binary(bytes); }
    void on_closed(bool /*in_order*/) noexcept override { client_->closed(); }
    void on_leaving() override { client_->leave(); }
    auto cut() -> std::vector<runtime::DrainedCall> override { return client_->cut(); }

  private:
    std::shared_ptr<LiveClient> client_;
};

}  // namespace

auto live_sessions(std::shared_ptr<PacketCore> core, EventLoop& loop) -> websocket::SessionFactory {
    return [core = std::move(core), &loop](
               http::Connection& handshake, const std::string& /*subprotocol*/,
               websocket::Link link) -> std::unique_ptr<websocket::Session> {
        auto wire = std::make_unique<LinkWire>(std::move(link));
        auto client = std::make_shared<LiveClient>(core, loop, std::move(wire));
        client->token = session_token(handshake.head());
        client->peer = handshake.client();
        return std::make_unique<LiveSession>(std::move(client));
    };
}

}  // namespace strata::protocol
