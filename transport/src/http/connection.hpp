#pragma once
// Connection: one HTTP/1.1 connection, from accept to its lingering close. Loop thread.
//
// It reads into its buffer, serves every complete request that stands there in order, appends the
// answers to one output and sends them with one call (connection.cpp, _read, _serve, _write,
// _close, _time, _stream, _upgrade). While a handler waits, nothing more is parsed; the read that
// is pending meanwhile sees the peer's reset. A FIN only means that no more requests come.
//
// It owns itself from start() until it is closed and no task of it runs. The Core outlives it.
// Endpoints use the part "for endpoints" inside serve(), and nothing of it after.
#include <sys/socket.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/body_reader.hpp"
#include "http/core.hpp"
#include "http/deadline_wheel.hpp"
#include "http/head_writer.hpp"
#include "http/parse/request_parser.hpp"
#include "http/place.hpp"
#include "http/read_buffer.hpp"
#include "http/response_fields.hpp"
#include "http/router.hpp"
#include "http/socket.hpp"
#include "strata/contract/call.hpp"
#include "strata/loop/cancel.hpp"
#include "strata/loop/event.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/work.hpp"

namespace strata::http {

class Successor;

class Connection final : public ListNode,
                         private SocketOwner,
                         public std::enable_shared_from_this<Connection> {
  public:
    Connection(Core& core, std::string peer);
    Connection(const Connection&) = delete;
    auto operator=(const Connection&) -> Connection& = delete;
    ~Connection();

    // Throws std::system_error if the socket can't be watched.
    void start(Descriptor socket);
    // At accept, over a limit: answers and closes without reading a request.
    void start_refused(Descriptor socket, const Refusal& refusal);
    // Accepting has stopped: an idle connection is kept for `grace` more.
    void end_when_idle(std::chrono::milliseconds grace);
    // The drain's time is over. True: a dispatched call was cancelled, or its answer was not taken.
    auto cut() -> bool;
    // The server is gone: ends without another word, and without touching the Core again.
    void abandon();
    [[nodiscard]] auto endpoint_name() const -> std::string;
    [[nodiscard]] auto is_serving() const noexcept -> bool { return phase_ == Phase::serving; }
    [[nodiscard]] auto serving_for() const -> std::chrono::milliseconds;

    // For endpoints: the request. Views are good while the endpoint serves.
    [[nodiscard]] auto core() noexcept -> Core& { return core_; }
    // Counts requests of this connection: a handle that carries an older one is too late.
    [[nodiscard]] auto serial() const noexcept -> std::uint32_t { return serial_; }
    [[nodiscard]] auto head() noexcept -> HeadView { return {buffer_.data(), parser_.head()}; }
    [[nodiscard]] auto match() const noexcept -> const RouteMatch& { return match_; }
    [[nodiscard]] auto body() noexcept -> std::string_view { return body_.text(buffer_); }
    [[nodiscard]] auto peer() const noexcept -> const std::string& { return place_.peer(); }
    // The client's address: the peer's, or what trusted proxies say.
    [[nodiscard]] auto client() -> std::string;
    // The next piece of a streamed body; empty at its end. Throws BodyError when it breaks off.
    [[nodiscard]] auto next_chunk() -> Task<std::string>;

    // For endpoints: the answer, once. fields() are sent with it.
    [[nodiscard]] auto fields() noexcept -> ResponseFields& { return fields_; }
    [[nodiscard]] auto has_answered() const noexcept -> bool { return answered_; }
    void respond(int status, std::string_view content_type, std::string_view content);
    void respond_problem(const contract::Problem& problem);
    // An answer whose content is appended to the given string first, over any number of waits.
    [[nodiscard]] auto begin_content() -> std::string&;
    void end_content(int status, std::string_view content_type);
    void abandon_content();
    // Nothing is served on this connection after this answer.
    void close_after_answer() noexcept { close_after_ = true; }
    // The answer is `101 Switching Protocols` with these lines; when it is sent, the socket belongs
    // to the successor.
    void upgrade(std::string_view lines, std::shared_ptr<Successor> successor);
    // A streamed answer: of a known length, or chunked (on HTTP/1.0: until close).
    void begin_stream(int status, std::string_view content_type,
                      std::optional<std::uint64_t> length);
    // Appends; false if nobody is there to get it. Wait with drained() before the next.
    auto write(std::string_view bytes) -> bool;
    void end_stream();
    // Until the peer has taken most of what was written; false if it is gone.
    [[nodiscard]] auto drained() -> Task<bool>;
    // What a handler said after it had waited goes out now; before, with its batch.
    void send_soon() {
        if (!processing_ && !socket_.wants_write()) flush();
    }
    [[nodiscard]] auto is_open() const noexcept -> bool {
        return phase_ != Phase::closed && phase_ != Phase::lingering;
    }

  private:
    enum class Phase : std::uint8_t {
        head,       // between requests, or inside a head
        body,       // the head is there, the body not yet
        serving,    // an endpoint's task has begun
        upgrading,  // the 101 is being sent
        closing,    // the last answer is being sent
        lingering,  // FIN is sent; what comes is read away
        closed,
    };
    enum class Wait : std::uint8_t { nothing, head, body, handler, write, idle, trim, linger };
    class Timeout final : public Expiring {
      public:
        explicit Timeout(Connection& owner) noexcept : connection(owner) {}
        Connection& connection;

      private:
        void expired() override { connection.timed_out(); }
    };
    static constexpr std::size_t high_water = 64 * 1024;
    // Larger answers are sent as they are: compressing them would hold up the loop.
    static constexpr std::size_t compression_max = 1024 * 1024;

    // _read
    void read();
    void prepare_read();
    void on_readable() override;
    void on_read(std::size_t bytes);
    void on_reset() override;
    void process();
    auto read_head() -> bool;
    auto read_body() -> bool;
    void begin_request();
    void settle();
    void arm_again();
    void on_fin();
    // No byte of a request has come; an empty line before one is none.
    [[nodiscard]] auto has_said_nothing() noexcept -> bool {
        return phase_ == Phase::head && (buffer_.empty() || buffer_.view() == "\r\n");
    }

    // _serve
    void route();
    auto options_answer() -> bool;
    void serve();
    void serve_rejection();
    void served() noexcept;
    void report_failure();
    void finish_request();
    void end_request();
    void end_late_handler();
    void note_drained();
    [[nodiscard]] auto is_logged_here() const noexcept -> bool;
    void log_request();
    void count_refusal(std::string_view code);
    void refuse(const Refusal& refusal);

    // _write
    void write_head(std::string& out, int status, std::string_view content_type,
                    std::optional<std::uint64_t> length, std::string_view content = {});
    void put_content(HeadWriter& writer, int status, std::string_view content_type,
                     std::optional<std::uint64_t> length) const;
    void count_answer(int status);
    void count_window(std::size_t bytes);
    [[nodiscard]] auto keeps_alive() -> bool;
    [[nodiscard]] auto owes_more() -> bool;
    [[nodiscard]] auto can_discard_body() const noexcept -> bool;
    auto flush() -> bool;
    void wait_writable();
    void on_writable() override;
    [[nodiscard]] auto output() -> std::string& {
        if (!output_) output_ = core_.outputs.lend();
        return *output_;
    }
    [[nodiscard]] auto pending_output() const noexcept -> std::size_t;
    void compress_content(std::string_view content_type);

    // _upgrade
    void hand_over();

    // _close
    void begin_closing();
    void linger();
    void lost();
    void close();
    void release();

    // _time
    void arm(Wait wait);
    [[nodiscard]] auto limit(Wait wait) const -> std::chrono::milliseconds;
    void timed_out();
    void trim();
    [[nodiscard]] auto is_bulky() const noexcept -> bool;

    Core& core_;
    std::shared_ptr<Connection> self_{};
    Socket socket_;
    Place place_;
    Work work_;
    Timeout timeout_;

    Phase phase_ = Phase::head;
    Wait waiting_ = Wait::nothing;
    bool processing_ = false;
    bool fin_ = false;        // the peer sends nothing more
    bool held_back_ = false;  // there was no room to read: what comes next has waited for that
    bool held_up_ = false;    // was serving when accepting stopped
    bool endless_ = false;    // an event stream: a drain ends it
    // In a drain: bytes of buffer and socket that may be requests from before it.
    std::optional<std::size_t> owed_{};

    // Of the current request.
    bool answered_ = false;
    bool content_open_ = false;
    bool streaming_ = false;
    bool chunked_ = false;
    bool close_after_ = false;
    bool broken_body_ = false;
    bool awaits_body_ = false;  // the handler waits for bytes of the peer
    bool discarding_ = false;   // answered, but the rest of its body is still to come
    bool continued_ = false;
    std::uint16_t status_ = 0;
    std::uint32_t serial_ = 0;
    std::uint64_t stream_left_ = 0;
    Refusal rejection_{};
    RouteMatch match_{};
    RequestParser parser_{};
    BodyReader body_{};
    ResponseFields fields_{};
    std::string request_id_{};  // that the answer tells
    EventLoop::TimePoint began_{};
    std::chrono::milliseconds body_budget_{0};
    std::uint32_t body_window_ = 0;

    std::unique_ptr<std::string> output_{};  // borrowed from the Core while there is any
    std::size_t sent_ = 0;
    std::size_t mark_ = 0;  // where open content begins

    std::shared_ptr<Successor> successor_{};
    AsyncEvent progress_{};
    CancelScope scope_;
    Task<void> task_{};
    ReadBuffer buffer_{};
};

}  // namespace strata::http
