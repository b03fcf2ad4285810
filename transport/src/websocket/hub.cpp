#include "websocket/hub.hpp"

#include <algorithm>
#include <utility>

#include "websocket/connection.hpp"

namespace strata::websocket {

namespace {
constexpr std::chrono::milliseconds spread{1000};
}  // namespace

Hub::Hub(http::Core& server_core, const http::WebSocketSettings& web_socket_settings)
    : core(server_core), settings(web_socket_settings), self_(std::make_shared<Hub*>(this)) {}

Hub::~Hub() { *self_ = nullptr; }

// Destroying the visited connection is allowed, and no other one.
template <class F>
void Hub::each(F&& visit) {
    for (Connection* connection = open.front(); connection != nullptr;) {
        Connection* next = open.after(*connection);
        visit(*connection);
        connection = next;
    }
}

void Hub::attend(Attention& attention) {
    if (!attention.is_linked()) attended_.push_back(attention);
    if (scheduled_) return;
    scheduled_ = true;
    core.loop.defer([self = self_] {
        if (*self != nullptr) (*self)->attend_all();
    });
}

// Those that come in meanwhile have their turn after what is ready by then.
void Hub::attend_all() {
    scheduled_ = false;
    IntrusiveList<Attention> now;
    now.append(attended_);
    while (Attention* attention = now.pop_front()) attention->connection.attend();
}

auto Hub::deflater(int bits) -> Deflater& {
    auto& deflater = deflaters_.at(static_cast<std::size_t>(bits));
    if (!deflater) deflater = std::make_unique<Deflater>(bits, false);
    return *deflater;
}

auto Hub::take_inflater(int bits) -> std::unique_ptr<Inflater> {
    if (inflaters_.empty()) {
        return std::make_unique<Inflater>(bits, false, settings.deflate_ratio);
    }
    auto inflater = std::move(inflaters_.back());
    inflaters_.pop_back();
    inflater->reset(bits);
    return inflater;
}

void Hub::give_back(std::unique_ptr<Inflater> inflater) {
    if (inflaters_.size() >= spare_inflaters) return;
    inflaters_.push_back(std::move(inflater));
}

void Hub::go_away() {
    going_away_ = true;
    std::size_t count = 0;
    each([&](Connection&) { ++count; });
    std::size_t i = 0;
    each([&](Connection& connection) { connection.go_away(spread * i++ / count); });
}

void Hub::cut() {
    each([this](Connection& connection) {
        for (auto& call : connection.cut()) core.drain_report.cut.push_back(std::move(call));
    });
}

void Hub::abandon() {
    each([](Connection& connection) { connection.abandon(); });
}

}  // namespace strata::websocket
