#include "protocol/json_rpc.hpp"

#include <algorithm>
#include <array>

#include "protocol/problem_members.hpp"
#include "strata/json/reader.hpp"
#include "strata/json/writer.hpp"

namespace strata::protocol::json_rpc {

namespace {

struct Code {
    std::string_view problem;
    int code;
};

// What the Dispatcher refuses by itself.
constexpr std::array codes{
    Code{"malformed_json", invalid_params}, Code{"invalid_parameters", invalid_params},
    Code{"internal_error", internal_error}, Code{"unauthenticated", -32001},
    Code{"access_denied", -32002},          Code{"too_many_requests", -32003},
    Code{"deadline_exceeded", -32004},      Code{"overloaded", -32005},
    Code{"database_busy", -32005},          Code{"database_unavailable", -32005},
    Code{"shutting_down", -32006},          Code{"payload_too_large", -32007},
    Code{"disconnected", -32008},           Code{"stream_not_found", -32009},
    Code{"stream_broken", -32009},          Code{"stream_too_large", -32009}};

auto failed(Request request, int code, std::string why) -> Request {
    request.error = code;
    request.problem = std::move(why);
    return request;
}

// A text, null, or any number, also one that a call of Metacom could not have.
auto is_request_id(std::string_view json) -> bool {
    if (json == "null" || is_call_id(json)) return true;
    constexpr std::size_t longest_number = 128;
    return json::Reader(json).peek() == json::Kind::number && json.size() <= longest_number;
}

void begin_answer(json::Writer& writer, std::string_view id) {
    writer.begin_object();
    writer.literal_key("\"jsonrpc\":");
    writer.value("2.0");
    writer.literal_key("\"id\":");
    writer.raw(id.empty() ? std::string_view("null") : id);
}

}  // namespace

auto is_batch(std::string_view text) -> bool {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '[';
}

auto read_request(const Envelope& envelope) -> Request {
    Request request;
    if (!envelope.is_json) return failed(std::move(request), parse_error, envelope.problem);
    const auto id = envelope.text(Part::id);
    if (!id.empty()) {
        if (!is_request_id(id)) {
            return failed(std::move(request), invalid_request,
                          "An id is a number, a text of up to 255 bytes, or null");
        }
        request.id = id;
    }
    const auto fail = [&](std::string why) {
        return failed(std::move(request), invalid_request, std::move(why));
    };
    if (!envelope.problem.empty()) return fail(envelope.problem);
    if (envelope.string(Part::jsonrpc) != "2.0") return fail("jsonrpc must be \"2.0\"");
    const auto other = envelope.other_than(Part::jsonrpc, Part::id, Part::method, Part::params);
    if (!other.empty()) return fail("A request has no member \"" + std::string(other) + "\"");
    auto method = envelope.string(Part::method);
    if (!method) return fail("A request needs a method, a text");
    request.method = *std::move(method);
    request.params = envelope.text(Part::params);
    const char first = request.params.empty() ? '{' : request.params.front();
    if (first != '{' && first != '[') return fail("params is an object or an array");
    return request;
}

auto take_params(const contract::Method& method, std::string_view params, std::string& out,
                 std::string_view& parameters) -> bool {
    parameters = params;
    if (!params.starts_with('[')) return true;
    json::Reader reader(params);
    std::size_t place = 0;
    out.assign(1, '{');
    if (!reader.begin_array()) return true;
    while (reader.next_element()) {
        if (place == method.parameters.size()) return false;
        if (place > 0) out.push_back(',');
        out.append(1, '"').append(method.parameters[place].name).append("\":");
        out.append(reader.raw());
        ++place;
    }
    out.push_back('}');
    parameters = out;
    return true;
}

void begin_result(std::string_view id, std::string& out) {
    out.append(R"({"jsonrpc":"2.0","id":)")
        .append(id.empty() ? std::string_view("null") : id)
        .append(R"(,"result":)");
}

void end_result(std::string& out) { out.push_back('}'); }

void write_error(std::string_view id, int code, std::string_view message, std::string& out) {
    json::Writer writer(out);
    begin_answer(writer, id);
    writer.literal_key("\"error\":");
    writer.begin_object();
    writer.literal_key("\"code\":");
    writer.value(code);
    writer.literal_key("\"message\":");
    writer.value(message);
    writer.end_object();
    writer.end_object();
}

auto error_code(const contract::Problem& problem) -> int {
    const auto found = std::ranges::find(codes, std::string_view(problem.code), &Code::problem);
    if (found != codes.end()) return found->code;
    return problem.status;
}

void write_problem(std::string_view id, const contract::Problem& problem,
                   std::optional<std::chrono::seconds> retry_after, std::string& out) {
    json::Writer writer(out);
    begin_answer(writer, id);
    writer.literal_key("\"error\":");
    writer.begin_object();
    writer.literal_key("\"code\":");
    writer.value(error_code(problem));
    writer.literal_key("\"message\":");
    writer.value(problem.message);
    writer.literal_key("\"data\":");
    writer.begin_object();
    writer.literal_key("\"code\":");
    writer.value(problem.code);
    write_problem_members(writer, problem, retry_after);
    writer.end_object();
    writer.end_object();
    writer.end_object();
}

void write_event(const events::Event& event, std::string& out) {
    json::Writer writer(out);
    writer.begin_object();
    writer.literal_key("\"jsonrpc\":");
    writer.value("2.0");
    writer.literal_key("\"method\":");
    writer.value(std::string(event.module).append(1, '/').append(event.name));
    writer.literal_key("\"params\":");
    writer.begin_object();
    writer.literal_key("\"id\":");
    writer.value(event.id);
    writer.literal_key("\"data\":");
    writer.raw(event.data.empty() ? std::string_view("{}") : event.data);
    writer.end_object();
    writer.end_object();
}

}  // namespace strata::protocol::json_rpc
