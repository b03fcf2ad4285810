#pragma once
// LiveClient: one connection that speaks Metacom and JSON-RPC in packets: its calls, its session,
// what it hears, its streams. Loop thread only. Shared by its connection, which says when it is
// closed, and by its calls: with the last of them it goes.
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/metacom.hpp"
#include "protocol/packet_calls.hpp"
#include "protocol/packet_core.hpp"
#include "protocol/uploads.hpp"
#include "protocol/wire.hpp"
#include "strata/contract/client.hpp"
#include "strata/loop/cancel.hpp"
#include "strata/loop/intrusive_list.hpp"
#include "strata/runtime/listener.hpp"

namespace strata {
class EventLoop;
}

namespace strata::protocol {

class LiveClient final : public contract::Client, public Origin {
  public:
    LiveClient(std::shared_ptr<PacketCore> core, EventLoop& loop, std::unique_ptr<Wire> wire);
    ~LiveClient() override;

    // The connection's. `token` and `peer` are set before opened(); closed() comes once and last.
    void opened();
    void take_text(std::string_view text);
    void take_binary(std::string_view message);
    void closed() noexcept;
    // Calls that come from now on are refused.
    void leave() noexcept { leaving_ = true; }
    // Cancels what is at work, and names it.
    [[nodiscard]] auto cut() -> std::vector<runtime::DrainedCall>;

    // contract::Client
    void deliver(contract::Delivery& delivery) noexcept override;
    void revoke() noexcept override;
    [[nodiscard]] auto receive(const StreamId& id) -> Stream<std::string> override;
    [[nodiscard]] auto new_stream_id() -> StreamId override;
    void send(StreamId id, std::string name, std::optional<std::uint64_t> size,
              Stream<std::string> chunks) override;

    // Origin
    [[nodiscard]] auto session_changed(contract::SessionChange change) -> Task<> override;
    [[nodiscard]] auto client() -> std::shared_ptr<contract::Client> override {
        return shared_from_this();
    }

    [[nodiscard]] auto calls() const noexcept -> std::size_t { return calls_; }

  private:
    class Running;
    struct Download;

    enum class Kind : bool { call, background };
    void run(Kind kind, std::string name, Task<> task);
    void ended(Running& running) noexcept;
    void take_packet(const Envelope& envelope);
    void take_stream(const metacom::Packet& packet);
    void refuse(std::string_view id, std::string_view why, int status = 400);
    void refuse_rpc(const Envelope& envelope);
    void tell(const Uploads::Verdict& verdict);
    [[nodiscard]] auto sign_in() -> Task<>;
    [[nodiscard]] auto sign_in_first() -> Task<>;
    [[nodiscard]] auto serve_call(std::string id, std::string name, std::string args) -> Task<>;
    [[nodiscard]] auto serve_event(std::string id, std::string name, std::string data) -> Task<>;
    [[nodiscard]] auto serve_rpc(std::string text) -> Task<>;
    void answer(std::string_view text);
    void begin_downloads();
    [[nodiscard]] auto pump(std::shared_ptr<Download> download) -> Task<>;
    [[nodiscard]] auto send_chunks(Download& download) -> Task<bool>;

    const std::shared_ptr<PacketCore> shared_core_;
    PacketCore& core_;
    EventLoop& loop_;
    std::unique_ptr<Wire> wire_;
    CancelScope scope_;
    IntrusiveList<Running> running_{};
    std::size_t calls_ = 0;
    bool full_ = false;  // no place for another call: the connection is held up
    bool closed_ = false;
    bool leaving_ = false;
    bool speaks_rpc_ = false;  // as of its last packet: so it is told of events
    bool text_ids_ = false;    // as of its last packet: so streams to it are called
    std::int64_t last_stream_ = 0;
    std::vector<std::shared_ptr<const void>> own_events_{};  // for after the answer
    Uploads uploads_;
    std::vector<std::shared_ptr<Download>> downloads_{};
    std::vector<std::shared_ptr<Download>>
        waiting_{};  // for the answer of the call that began them
};

}  // namespace strata::protocol
