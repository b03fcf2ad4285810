#include "protocol/packet_endpoint.hpp"

#include <algorithm>
#include <optional>

#include "http/connection.hpp"
#include "http/parse/chars.hpp"
#include "http/trace_fields.hpp"
#include "protocol/call_head.hpp"
#include "protocol/media_type.hpp"
#include "protocol/metacom.hpp"
#include "protocol/packet_calls.hpp"
#include "protocol/session_cookie.hpp"

namespace strata::protocol {

namespace {

using http::Known;
using http::Refusal;

constexpr Refusal not_json{415, "unsupported_media_type", "The body must be application/json"};
constexpr Refusal coded_body{415, "unsupported_content_encoding", "The body must not be encoded"};
constexpr std::string_view json_type = "application/json";

class RequestOrigin final : public Origin {
  public:
    explicit RequestOrigin(http::Connection& connection) {
        const http::HeadView head = connection.head();
        token = session_token(head);
        peer = connection.client();
        request_id = http::given_request_id(head);
        traceparent = http::given_traceparent(head);
    }

    auto session_changed(contract::SessionChange change) -> Task<> override {
        token = change.token;
        changed_ = std::move(change);
        co_return;
    }
    // Those after it in the same batch are of the same request.
    void request_id_made(std::string id) override { request_id = std::move(id); }

    void describe(http::Connection& connection) const {
        http::ResponseFields& fields = connection.fields();
        if (!request_id.empty()) fields.add("X-Request-Id", request_id);
        if (!changed_) return;
        fields.add("Set-Cookie", set_session_cookie(*changed_, connection.head().host()));
        fields.add("Cache-Control", "no-store");
    }

  private:
    std::optional<contract::SessionChange> changed_{};
};

class PacketEndpoint : public http::Endpoint {
  public:
    PacketEndpoint(std::string title, PacketCore& core) : Endpoint(std::move(title)), core_(core) {
        for (const contract::Method& method : core.dispatcher.catalog().methods()) {
            if (method.body_limit > core.limits.body.bytes()) {
                body_limit = std::max<std::uint64_t>(body_limit, method.body_limit);
            }
        }
    }

    [[nodiscard]] auto admit(const http::HeadView& head) const -> Refusal override {
        if (!is_json_type(head.field(Known::content_type))) return not_json;
        const std::string_view coding = head.field(Known::content_encoding);
        if (!coding.empty() && !http::equal_text(coding, "identity")) return coded_body;
        return {};
    }

    [[nodiscard]] auto serve(http::Connection& connection) -> Task<void> override {
        if (is_forged(connection.head(), connection.core().cross_origin)) {
            connection.respond_problem(forged_problem());
            co_return;
        }
        RequestOrigin origin(connection);
        const PacketAnswer answer = co_await this->answer(origin, std::string(connection.body()));
        if (!connection.is_open()) co_return;
        origin.describe(connection);
        if (answer.retry_after) {
            connection.fields().add("Retry-After", std::to_string(answer.retry_after->count()));
        }
        if (answer.status == 401) connection.fields().add("WWW-Authenticate", "Bearer");
        if (answer.text.empty()) {
            connection.respond(204, {}, {});
        } else {
            connection.respond(answer.status, json_type, answer.text);
        }
    }

  protected:
    [[nodiscard]] virtual auto answer(Origin& origin, std::string body) -> Task<PacketAnswer> = 0;

    PacketCore& core_;
};

class MetacomEndpoint final : public PacketEndpoint {
  public:
    explicit MetacomEndpoint(PacketCore& core) : PacketEndpoint("POST /api", core) {}

  private:
    [[nodiscard]] auto answer(Origin& origin, std::string body) -> Task<PacketAnswer> override {
        const Envelope envelope = read_envelope(body, core_.limits.depth + 1);
        auto packet = metacom::read_packet(envelope);
        PacketAnswer answer;
        switch (packet.type) {
            case metacom::PacketType::ping: answer.text = "{}"; co_return answer;
            case metacom::PacketType::call: {
                auto call = answer_call(core_, origin, std::string(packet.id),
                                        std::move(packet.name), std::string(packet.args));
                co_return co_await call;
            }
            case metacom::PacketType::event: {
                auto event = answer_event(core_, origin, std::string(packet.id),
                                          std::move(packet.name), std::string(packet.args));
                co_return co_await event;
            }
            case metacom::PacketType::stream: packet.problem = "Streams need a WebSocket"; break;
            case metacom::PacketType::refused: break;
        }
        answer.status = 400;
        metacom::write_refusal(packet.id, answer.status, packet.problem, answer.text);
        co_return answer;
    }
};

class RpcEndpoint final : public PacketEndpoint {
  public:
    explicit RpcEndpoint(PacketCore& core) : PacketEndpoint("POST /rpc", core) {}

  private:
    [[nodiscard]] auto answer(Origin& origin, std::string body) -> Task<PacketAnswer> override {
        PacketAnswer answer;
        answer.text = co_await answer_rpc(core_, origin, std::move(body));
        co_return answer;
    }
};

}  // namespace

void mount_packets(http::Router& router, PacketCore& core) {
    router.add(http::Verb::post, metacom_path, std::make_unique<MetacomEndpoint>(core));
    router.add(http::Verb::post, json_rpc_path, std::make_unique<RpcEndpoint>(core));
}

}  // namespace strata::protocol
