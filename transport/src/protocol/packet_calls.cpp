#include "protocol/packet_calls.hpp"

#include <utility>
#include <vector>

#include "protocol/json_rpc.hpp"
#include "protocol/metacom.hpp"
#include "strata/json/reader.hpp"

namespace strata::protocol {

namespace {

using contract::AccessKind;
using contract::Method;

auto visible(const Method* method) -> const Method* {
    return method != nullptr && method->access.kind == AccessKind::internal ? nullptr : method;
}

auto find_method(const contract::Dispatcher& dispatcher, std::string_view name) -> const Method* {
    const auto split = metacom::split_name(name);
    return visible(dispatcher.find(split.module, split.name));
}

auto find_event(const contract::Dispatcher& dispatcher, std::string_view name) -> const Method* {
    const auto split = metacom::split_name(name);
    return visible(dispatcher.catalog().find_event(split.module, split.name));
}

// The texts that a Call refers to, for as long as it takes.
struct Exchange {
    Exchange(Origin& origin, const Method* method, std::string_view parameters)
        : token(origin.token), peer(origin.peer) {
        call.method = method;
        call.parameters = parameters;
        call.token = token;
        call.peer = peer;
        call.request_id = origin.request_id;
        call.traceparent = origin.traceparent;
        call.client = origin.client();
    }
    std::string token;
    std::string peer;
    contract::Call call{};
    std::string out{};
    contract::Reply reply{out};
};

auto dispatch(PacketCore& core, Origin& origin, Exchange& exchange) -> Task<> {
    co_await core.dispatcher.call(exchange.call, exchange.reply);
    if (!exchange.reply.request_id.empty())
        origin.request_id_made(std::move(exchange.reply.request_id));
    if (exchange.reply.session) {
        auto changed = origin.session_changed(*std::move(exchange.reply.session));
        co_await changed;
    }
}

auto write_refusal(const std::string& id, const contract::Reply& reply) -> PacketAnswer {
    PacketAnswer answer;
    metacom::write_error(id, *reply.problem, reply.retry_after, answer.text);
    answer.status = reply.problem->status;
    answer.retry_after = reply.retry_after;
    return answer;
}

auto answer_request(PacketCore& core, Origin& origin, std::string_view text) -> Task<std::string> {
    const Envelope envelope = read_envelope(text, core.limits.depth + 1);
    const auto request = json_rpc::read_request(envelope);
    std::string answer;
    if (request.error != 0) {
        json_rpc::write_error(request.id, request.error, request.problem, answer);
        co_return answer;
    }
    const bool notified = request.id.empty();
    const Method* method = find_method(core.dispatcher, request.method);
    if (method == nullptr && notified) method = find_event(core.dispatcher, request.method);
    if (method == nullptr) {
        if (!notified) {
            json_rpc::write_error(request.id, json_rpc::method_not_found, "There is no such method",
                                  answer);
        }
        co_return answer;
    }
    std::string made;
    std::string_view parameters;
    if (!json_rpc::take_params(*method, request.params, made, parameters)) {
        if (!notified) {
            json_rpc::write_error(request.id, json_rpc::invalid_params,
                                  "More params than the method takes", answer);
        }
        co_return answer;
    }
    Exchange exchange(origin, method, parameters);
    json_rpc::begin_result(request.id, exchange.out);
    co_await dispatch(core, origin, exchange);
    if (notified) co_return answer;
    if (exchange.reply.problem) {
        json_rpc::write_problem(request.id, *exchange.reply.problem, exchange.reply.retry_after,
                                answer);
        co_return answer;
    }
    json_rpc::end_result(exchange.out);
    co_return std::move(exchange.out);
}

// The requests of a batch; a problem if it is none.
auto split_batch(std::string_view text, unsigned depth, std::vector<std::string_view>& requests)
    -> std::string {
    json::Reader reader(text, depth + 2);
    if (reader.begin_array()) {
        while (reader.next_element()) requests.push_back(reader.raw());
    }
    if (reader.finish()) return {};
    return reader.ok() ? "Not JSON" : "Not JSON: " + reader.syntax_error().message;
}

auto refuse_full(PacketCore& core, std::string_view text) -> std::string {
    const auto request = json_rpc::read_request(read_envelope(text, core.limits.depth + 1));
    std::string answer;
    if (request.error != 0 || !request.id.empty()) {
        contract::Problem problem;
        problem.status = 413;
        problem.code = "payload_too_large";
        problem.message = "The batch's answer is full";
        json_rpc::write_problem(request.id, problem, std::nullopt, answer);
    }
    return answer;
}

auto answer_batch(PacketCore& core, Origin& origin, std::string_view text) -> Task<std::string> {
    std::vector<std::string_view> requests;
    std::string answer;
    const auto problem = split_batch(text, core.limits.depth, requests);
    if (!problem.empty()) {
        json_rpc::write_error({}, json_rpc::parse_error, problem, answer);
        co_return answer;
    }
    if (requests.empty() || requests.size() > core.settings.batch) {
        json_rpc::write_error(
            {}, json_rpc::invalid_request,
            requests.empty()
                ? "A batch must not be empty"
                : "A batch of more than " + std::to_string(core.settings.batch) + " requests",
            answer);
        co_return answer;
    }
    for (const std::string_view request : requests) {
        std::string one;
        if (answer.size() < core.settings.batch_answer.bytes()) {
            one = co_await answer_request(core, origin, request);
        } else {
            one = refuse_full(core, request);
        }
        if (one.empty()) continue;
        answer.append(answer.empty() ? "[" : ",").append(one);
    }
    if (!answer.empty()) answer.push_back(']');
    co_return answer;
}

}  // namespace

auto answer_call(PacketCore& core, Origin& origin, std::string id, std::string method,
                 std::string args) -> Task<PacketAnswer> {
    Exchange exchange(origin, find_method(core.dispatcher, method), args);
    metacom::begin_callback(id, exchange.out);
    co_await dispatch(core, origin, exchange);
    if (exchange.reply.problem) co_return write_refusal(id, exchange.reply);
    metacom::end_callback(exchange.out);
    PacketAnswer answer;
    answer.text = std::move(exchange.out);
    co_return answer;
}

auto answer_event(PacketCore& core, Origin& origin, std::string id, std::string name,
                  std::string data) -> Task<PacketAnswer> {
    PacketAnswer answer;
    const Method* method = find_event(core.dispatcher, name);
    if (method == nullptr) {
        answer.status = 404;
        metacom::write_refusal(id, answer.status, "There is no such event of clients", answer.text);
        co_return answer;
    }
    Exchange exchange(origin, method, data);
    metacom::begin_callback(id, exchange.out);
    co_await dispatch(core, origin, exchange);
    if (exchange.reply.problem) co_return write_refusal(id, exchange.reply);
    metacom::end_callback(exchange.out);
    if (!id.empty()) answer.text = std::move(exchange.out);
    co_return answer;
}

auto answer_rpc(PacketCore& core, Origin& origin, std::string text) -> Task<std::string> {
    if (json_rpc::is_batch(text)) co_return co_await answer_batch(core, origin, text);
    co_return co_await answer_request(core, origin, text);
}

}  // namespace strata::protocol
