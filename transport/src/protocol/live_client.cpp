#include "protocol/live_client.hpp"

#include <algorithm>
#include <utility>

#include "protocol/json_rpc.hpp"
#include "protocol/live_running.hpp"
#include "strata/contract/clients.hpp"
#include "strata/log/log.hpp"

namespace strata::protocol {

namespace {

constexpr std::uint16_t policy_violation = 1008;
constexpr std::uint16_t internal_error = 1011;
constexpr int unavailable = 503;
constexpr std::string_view shutting_down = "The service is shutting down";

auto is_rpc(const Envelope& envelope) -> bool { return envelope.has(Part::jsonrpc); }

}  // namespace

LiveClient::LiveClient(std::shared_ptr<PacketCore> core, EventLoop& loop,
                       std::unique_ptr<Wire> wire)
    : shared_core_(std::move(core)),
      core_(*shared_core_),
      loop_(loop),
      wire_(std::move(wire)),
      scope_(loop),
      uploads_(core_.settings, [this](bool hold) { hold ? wire_->pause() : wire_->resume(); }) {}

LiveClient::~LiveClient() = default;

void LiveClient::run(Kind kind, std::string name, Task<> task) {
    auto self = std::static_pointer_cast<LiveClient>(shared_from_this());
    auto* running = new Running(std::move(self), kind, std::move(name), std::move(task));
    running_.push_back(*running);
    wire_->hold();
    if (kind == Kind::call && ++calls_ >= core_.settings.calls && !full_) {
        full_ = true;
        wire_->pause();
    }
    running->start();
}

void LiveClient::ended(Running& running) noexcept {
    running.unlink();
    if (running.kind() == Kind::call) --calls_;
    wire_->release();
    if (full_ && calls_ < core_.settings.calls) {
        full_ = false;
        wire_->resume();
    }
}

void LiveClient::opened() {
    core_.dispatcher.clients().add(shared_from_this());
    if (token.empty()) return;
    wire_->pause();
    run(Kind::background, "session", sign_in_first());
}

// No packet before it is known whose connection this is.
auto LiveClient::sign_in_first() -> Task<> {
    try {
        co_await sign_in();
    } catch (const std::exception& error) {
        log::warning("a connection's session was not found", {{"reason", error.what()}});
        wire_->close(internal_error, "The session could not be looked up");
    }
    wire_->resume();
}

auto LiveClient::sign_in() -> Task<> {
    const auto hash = security::hash_token(token);
    if (!hash) co_return;
    auto& sessions = core_.dispatcher.sessions();
    auto& clients = core_.dispatcher.clients();
    auto caller = sessions.recall(*hash);
    const bool was_read = !caller;
    if (was_read) caller = co_await sessions.find(*hash);
    if (!caller) co_return;
    clients.sign_in(*this, *hash, std::move(caller));  // from here on its end is noticed
    if (!was_read) co_return;
    auto still = sessions.recall(*hash);
    if (!still) still = co_await sessions.find(*hash);
    if (still) co_return;
    clients.sign_out(*this);
    revoke();
}

auto LiveClient::session_changed(contract::SessionChange change) -> Task<> {
    token = std::move(change.token);
    if (token.empty()) {
        core_.dispatcher.clients().sign_out(*this);
    } else {
        co_await sign_in();
    }
}

void LiveClient::take_text(std::string_view text) {
    const bool is_batch = json_rpc::is_batch(text);
    const Envelope envelope = is_batch ? Envelope() : read_envelope(text, core_.limits.depth + 1);
    speaks_rpc_ = is_batch || is_rpc(envelope);
    if (speaks_rpc_ && leaving_) return refuse_rpc(envelope);
    if (speaks_rpc_) return run(Kind::call, "JSON-RPC", serve_rpc(std::string(text)));
    take_packet(envelope);
}

void LiveClient::take_packet(const Envelope& envelope) {
    auto packet = metacom::read_packet(envelope);
    const auto id = std::string(packet.id);
    switch (packet.type) {
        case metacom::PacketType::ping: return wire_->send_text("{}");
        case metacom::PacketType::call: {
            if (leaving_) return refuse(id, shutting_down, unavailable);
            text_ids_ = id.starts_with('"');
            std::string name = packet.name;
            return run(Kind::call, std::move(name),
                       serve_call(id, std::move(packet.name), std::string(packet.args)));
        }
        case metacom::PacketType::event: {
            if (leaving_) return refuse(id, shutting_down, unavailable);
            std::string name = packet.name;
            return run(Kind::call, std::move(name),
                       serve_event(id, std::move(packet.name), std::string(packet.args)));
        }
        case metacom::PacketType::stream: return take_stream(packet);
        case metacom::PacketType::refused: return refuse(packet.id, packet.problem);
    }
}

void LiveClient::refuse(std::string_view id, std::string_view why, int status) {
    std::string answer;
    metacom::write_refusal(id, status, why, answer);
    wire_->send_text(answer);
}

// A batch as a whole; a notification is not answered.
void LiveClient::refuse_rpc(const Envelope& envelope) {
    const auto request = json_rpc::read_request(envelope);
    if (is_rpc(envelope) && request.error == 0 && request.id.empty()) return;
    std::string answer;
    contract::Problem problem;
    problem.status = unavailable;
    problem.code = "shutting_down";
    problem.message = shutting_down;
    json_rpc::write_problem(request.id, problem, std::nullopt, answer);
    wire_->send_text(answer);
}

void LiveClient::tell(const Uploads::Verdict& verdict) {
    if (verdict) refuse(verdict->id, verdict->problem);
}

void LiveClient::take_binary(std::string_view message) { tell(uploads_.chunk(message)); }

auto LiveClient::serve_call(std::string id, std::string name, std::string args) -> Task<> {
    auto call = answer_call(core_, *this, std::move(id), std::move(name), std::move(args));
    const PacketAnswer answer = co_await call;
    this->answer(answer.text);
}

auto LiveClient::serve_event(std::string id, std::string name, std::string data) -> Task<> {
    auto event = answer_event(core_, *this, std::move(id), std::move(name), std::move(data));
    const PacketAnswer answer = co_await event;
    this->answer(answer.text);
}

auto LiveClient::serve_rpc(std::string text) -> Task<> {
    const std::string answer = co_await answer_rpc(core_, *this, std::move(text));
    this->answer(answer);
}

// The answer, then what its call emitted to this client itself, then the streams that it began.
void LiveClient::answer(std::string_view text) {
    if (!text.empty()) wire_->send_text(text);
    for (auto& frame : std::exchange(own_events_, {})) wire_->send_frame(std::move(frame));
    begin_downloads();
}

void LiveClient::deliver(contract::Delivery& delivery) noexcept {
    auto& frame = speaks_rpc_ ? delivery.json_rpc : delivery.metacom;
    if (!frame) {
        std::string text;
        speaks_rpc_ ? json_rpc::write_event(delivery.event, text)
                    : metacom::write_event(delivery.event, text);
        frame = wire_->frame(text);
    }
    if (delivery.is_own) {
        own_events_.push_back(frame);
    } else {
        wire_->send_frame(frame);
    }
}

void LiveClient::revoke() noexcept {
    token.clear();
    wire_->close(policy_violation, "The session has ended");
}

void LiveClient::closed() noexcept {
    closed_ = true;
    core_.dispatcher.clients().remove(*this);
    uploads_.fail_all("The client is gone");
    waiting_.clear();
    scope_.cancel(CancelReason::disconnect);
}

auto LiveClient::cut() -> std::vector<runtime::DrainedCall> {
    std::vector<runtime::DrainedCall> calls;
    for (Running* at = running_.front(); at != nullptr; at = running_.after(*at)) {
        calls.emplace_back(at->name(), at->duration());
    }
    scope_.cancel(CancelReason::shutdown);
    return calls;
}

}  // namespace strata::protocol
