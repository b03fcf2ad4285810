#pragma once
// Connection: one WebSocket connection, from the 101 of its handshake to its lingering close. Loop
// thread.
//
// What a read brought is read to its end: messages go to the session, pings are answered; all that
// is queued meanwhile is sent with one call. Outside of that, sending only queues, and the hub sees
// to the connection at the end of the turn (attend()). connection_send, _close, _time.
//
// Back-pressure: while it is paused, no message is begun; the buffer fills up, and then nothing
// more is read. It owns itself from take_over() until it is closed, its session has been told, and
// nothing holds it. The Hub outlives it.
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/deadline_wheel.hpp"
#include "http/read_buffer.hpp"
#include "http/successor.hpp"
#include "strata/loop/wait_place.hpp"
#include "strata/loop/work.hpp"
#include "websocket/hub.hpp"
#include "websocket/link.hpp"
#include "websocket/message_reader.hpp"
#include "websocket/send_queue.hpp"
#include "websocket/session.hpp"

namespace strata::websocket {

// What an endpoint decided for all of its connections; it outlives them.
struct ConnectionKind {
    std::string name;  // for logs: "GET /ws"
    MessageLimits limits{};
    http::SlowConsumer slow_consumer = http::SlowConsumer::close;
};

class Connection final : public ListNode,
                         public http::Successor,
                         private http::SocketOwner,
                         private Inflation,
                         public std::enable_shared_from_this<Connection> {
  public:
    static constexpr std::size_t high_water = 64 * 1024;

    Connection(Hub& hub, const ConnectionKind& kind, const DeflateParameters& deflate);
    ~Connection() override;

    // Before take_over().
    void adopt(std::unique_ptr<Session> session) { session_ = std::move(session); }
    void take_over(http::Descriptor socket, http::Place place, std::string_view unread) override;

    // For the handles.
    void send(Opcode opcode, std::string_view head, std::string_view rest);
    void send(std::shared_ptr<const Frame> frame);
    void close(std::uint16_t code, std::string_view reason);
    void pause();
    void resume();
    void hold() noexcept { ++holds_; }
    void release();
    [[nodiscard]] auto is_open() const noexcept -> bool { return phase_ == Phase::open; }
    // The server is gone, and the Hub with it.
    [[nodiscard]] auto is_abandoned() const noexcept -> bool { return abandoned_; }
    [[nodiscard]] auto queued_bytes() const noexcept -> std::size_t { return queue_.size(); }
    [[nodiscard]] auto has_room() const noexcept -> bool {
        return !is_open() || queue_.size() < high_water;
    }
    void when_room(WaitPlace& place) { waiters_.push_back(place); }
    [[nodiscard]] auto hub() noexcept -> Hub& { return hub_; }
    [[nodiscard]] auto name() const noexcept -> const std::string& { return kind_.name; }
    [[nodiscard]] auto session() noexcept -> Session& { return *session_; }
    void report_failure() noexcept;

    // For the Hub.
    void attend();
    void go_away(std::chrono::milliseconds delay);
    [[nodiscard]] auto cut() -> std::vector<runtime::DrainedCall>;
    void abandon();

  private:
    enum class Phase : std::uint8_t {
        opening,  // the HTTP connection still has the socket
        open,
        closing,    // our close frame is queued or sent, the peer's is awaited
        finishing,  // both are, or the connection has failed: what is queued is sent
        lingering,  // FIN is sent; what comes is read away
        closed,
    };
    enum class Wait : std::uint8_t { nothing, alive, pong, write, close, leave, linger };
    class Timeout final : public http::Expiring {
      public:
        explicit Timeout(Connection& owner) noexcept : connection(owner) {}
        Connection& connection;

      private:
        void expired() override { connection.timed_out(); }
    };

    void read();
    void on_readable() override;
    void on_read(std::size_t bytes);
    void on_reset() override;
    void process_read();
    void process();
    void handle(MessageReader::Found found);
    void on_message(bool is_text);
    void tell(std::string_view content, void (Session::*callback)(std::string_view)) noexcept;

    // _send
    void append_frame(Opcode opcode, bool compressed, std::string_view head, std::string_view rest);
    auto admit() -> bool;
    [[nodiscard]] auto deflates(std::size_t size) const noexcept -> bool;
    void compress(std::string_view message);
    [[nodiscard]] auto shared_bytes(const Frame& frame) -> std::string_view;
    void flush_later();
    void flush();
    void wait_writable();
    void on_writable() override;
    void wake_waiters() noexcept;

    // _close
    void on_peer_close();
    void on_peer_end();
    void fail(const Failure& failure);
    void overflow();
    void append_close(std::uint16_t code, std::string_view reason);
    void settle();
    void linger();
    void lost();
    void end();
    void tell_closed() noexcept;
    void log_end() const;

    // _time
    void arm(Wait wait);
    void arm_alive();
    void timed_out();
    void check_alive();
    [[nodiscard]] auto close_limit() const noexcept -> std::chrono::milliseconds;
    void trim();
    [[nodiscard]] auto is_bulky() const noexcept -> bool;

    // Inflation
    [[nodiscard]] auto inflate(std::string_view piece, std::string& out, std::uint64_t limit,
                               Failure& failure) -> bool override;
    [[nodiscard]] auto finish(std::string& out, std::uint64_t limit, Failure& failure)
        -> bool override;

    Hub& hub_;
    const ConnectionKind& kind_;
    const DeflateParameters deflate_;
    std::shared_ptr<Connection> self_{};
    http::Socket socket_;
    http::Place place_{};
    Work work_{};
    Timeout timeout_;
    Attention attention_;

    Phase phase_ = Phase::opening;
    Wait waiting_ = Wait::nothing;
    bool processing_ = false;
    bool leaving_ = false;     // a drain has come to it
    bool held_back_ = false;   // there was no room to read: what comes next has waited for that
    bool in_order_ = false;    // both sides have said goodbye
    bool peer_ended_ = false;  // it has sent FIN, and is still sent what is queued
    bool told_ = false;
    bool counted_ = false;
    bool abandoned_ = false;
    std::uint16_t close_code_ = static_cast<std::uint16_t>(CloseCode::abnormal);
    std::string_view close_reason_{};
    std::uint32_t pauses_ = 0;
    std::uint32_t holds_ = 0;
    EventLoop::TimePoint began_{};
    EventLoop::TimePoint heard_{};    // when the last byte came
    EventLoop::TimePoint message_{};  // when the last message went either way
    EventLoop::TimePoint pinged_{};
    std::uint64_t bytes_in_ = 0;
    std::uint64_t bytes_out_ = 0;

    std::unique_ptr<Inflater> inflater_{};
    std::unique_ptr<Deflater> deflater_{};  // with context takeover
    SendQueue queue_{};
    IntrusiveList<WaitPlace> waiters_{};
    MessageReader reader_;
    std::unique_ptr<Session> session_{};
    http::ReadBuffer buffer_{};
};

}  // namespace strata::websocket
