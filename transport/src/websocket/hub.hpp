#pragma once
// Hub: what all WebSocket connections of one server share: their list, the (de)compressors, room
// for output, and whom to attend to at the end of this turn. Loop thread; owned by the server, and
// outlives its connections.
#include <array>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "http/core.hpp"
#include "strata/http/web_socket_settings.hpp"
#include "strata/loop/intrusive_list.hpp"
#include "websocket/deflate.hpp"

namespace strata::websocket {

class Connection;

// A connection's entry in the list of those to attend to.
class Attention final : public ListNode {
  public:
    explicit Attention(Connection& owner) noexcept : connection(owner) {}
    Connection& connection;
};

class Hub final {
  public:
    Hub(http::Core& server_core, const http::WebSocketSettings& web_socket_settings);
    Hub(const Hub&) = delete;
    auto operator=(const Hub&) -> Hub& = delete;
    ~Hub();

    http::Core& core;
    const http::WebSocketSettings& settings;
    IntrusiveList<Connection> open{};
    std::string compressed{};  // what deflate() is given room in

    // Connection::attend() is called from the ready queue of this turn.
    void attend(Attention& attention);

    // Of a message that refers to no earlier one.
    [[nodiscard]] auto deflater(int bits) -> Deflater&;
    // Lent for one message.
    [[nodiscard]] auto take_inflater(int bits) -> std::unique_ptr<Inflater>;
    void give_back(std::unique_ptr<Inflater> inflater);

    // A drain: 1001 to all, over a second.
    void go_away();
    [[nodiscard]] auto is_going_away() const noexcept -> bool { return going_away_; }
    // The drain's time is over.
    void cut();
    // The server is gone.
    void abandon();

  private:
    static constexpr std::size_t spare_inflaters = 16;
    void attend_all();
    template <class F>
    void each(F&& visit);

    IntrusiveList<Attention> attended_{};
    std::shared_ptr<Hub*> self_;
    bool scheduled_ = false;
    bool going_away_ = false;
    std::array<std::unique_ptr<Deflater>, 16> deflaters_{};
    std::vector<std::unique_ptr<Inflater>> inflaters_{};
};

}  // namespace strata::websocket
