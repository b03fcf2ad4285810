// The rules of a method: when, how often and under what lock it runs, and its path over HTTP.
#include <algorithm>

#include "strata/json/suggest.hpp"
#include "tools/contract/contract_reader.hpp"
#include "tools/contract/value_checker.hpp"

namespace strata::tools {

namespace {

// The names in braces of "/orders/{orderId}/items"; nothing if braces do not match.
auto braced_names(std::string_view text) -> std::optional<std::vector<std::string>> {
    std::vector<std::string> names;
    std::size_t end = 0;
    while (true) {
        const auto open = text.find_first_of("{}", end);
        if (open == std::string_view::npos) return names;
        const auto close = text.find_first_of("{}", open + 1);
        if (text[open] != '{' || close == std::string_view::npos || text[close] != '}') {
            return std::nullopt;
        }
        names.emplace_back(text.substr(open + 1, close - open - 1));
        end = close + 1;
    }
}

auto structure_of(const Method& method) -> const Definition& {
    const Definition* target = method.parameters->type.definition;
    return target ? *target : *method.parameters;
}

auto parameter_names(const Method& method) -> std::vector<std::string_view> {
    std::vector<std::string_view> names;
    for (const Member& member : structure_of(method).members) names.push_back(member.json_name);
    return names;
}

auto find_parameter(const Method& method, std::string_view name) -> const Member* {
    const auto& members = structure_of(method).members;
    const auto found = std::ranges::find(members, name, &Member::json_name);
    return found == members.end() ? nullptr : &*found;
}

}  // namespace

void ContractReader::read_rules(Method& method, Fields& fields) {
    method.status = static_cast<int>(fields.count("status", 200, 299).value_or(200));
    method.transaction = fields.word("transaction", {"write", "read", "snapshot", "none"});
    method.idempotency_key =
        fields.find("idempotency") && fields.word("idempotency", {"key"}) == "key";
    method.timeout = fields.duration("timeout").value_or(std::chrono::milliseconds(0));
    method.body_limit = fields.size("body");
    method.finish_on_disconnect = fields.word("onDisconnect", {"cancel", "finish"}) == "finish";
    check_version(method);
    read_locks(method, fields);
    read_queue(method, fields);
    read_rate_limit(method, fields);
    read_deprecated(method, fields);
    read_examples(method, fields);
}

// Who sends a version has to learn that it is not the newest.
void ContractReader::check_version(const Method& method) {
    const Member* version = structure_of(method).version();
    if (version == nullptr) return;
    const auto found = std::ranges::find(method.errors, "version_conflict",
                                         [](const Error* each) { return each->code; });
    if (found == method.errors.end()) {
        error(version->location,
              "a method that takes a version declares the error version_conflict");
    } else if ((*found)->status != 409) {
        error((*found)->location, "version_conflict has status 409");
    }
}

void ContractReader::read_locks(Method& method, Fields& fields) {
    const Node* node = fields.find("lock");
    if (!node) return;
    if (node->is_string()) return read_lock(method, *node);
    if (!node->is_array() || node->items.empty()) {
        return error(node->location,
                     "lock must be a key, such as \"account/{from}\", or a list of keys");
    }
    for (const Node& lock : node->items) read_lock(method, lock);
}

void ContractReader::read_lock(Method& method, const Node& lock) {
    const auto names = lock.is_string() ? braced_names(lock.text) : std::nullopt;
    if (!names || lock.text.empty()) {
        return error(lock.location, "a lock must be a key, such as \"account/{from}\"");
    }
    for (const std::string& name : *names) {
        const Member* parameter = find_parameter(method, name);
        if (!parameter) {
            error(lock.location,
                  json::with_suggestion("the lock names no parameter: \"" + name + "\"", name,
                                        parameter_names(method)));
        } else if (holds_sensitive(parameter->type)) {
            error(lock.location,
                  "\"" + name + "\" is sensitive, and keys are told: lock by another");
        } else if (parameter->is_optional() || parameter->type.nullable ||
                   (parameter->type.kind > Kind::boolean &&
                    parameter->type.kind != Kind::enumeration)) {
            error(lock.location,
                  "a lock's parameter must be a required text, id, number or boolean, and \"" +
                      name + "\" is not");
        }
    }
    method.locks.push_back(lock.text);
}

void ContractReader::read_queue(Method& method, Fields& fields) {
    const Node* node = fields.find("queue");
    if (!node) return;
    Fields queue(*node, "queue", {"concurrency", "size", "timeout"}, diagnostics_);
    if (!queue.find("concurrency")) error(node->location, "a queue needs \"concurrency\"");
    method.queue =
        Queue{.concurrency =
                  static_cast<std::uint32_t>(queue.count("concurrency", 1, 1'000'000).value_or(1)),
              .size = static_cast<std::uint32_t>(queue.count("size", 0, 1'000'000).value_or(0)),
              .timeout = queue.duration("timeout").value_or(std::chrono::milliseconds(0))};
}

void ContractReader::read_rate_limit(Method& method, Fields& fields) {
    const Node* node = fields.find("rateLimit");
    if (!node) return;
    Fields rate(*node, "rate limit", {"per", "count", "window"}, diagnostics_);
    for (const std::string_view name : {"count", "window"}) {
        if (!rate.find(name))
            error(node->location, "a rate limit needs \"" + std::string(name) + "\"");
    }
    RateLimit limit{.per = rate.word("per", {"account", "ip"})};
    limit.count = static_cast<std::uint32_t>(rate.count("count", 1, 1'000'000'000).value_or(1));
    if (const auto window = rate.duration("window")) {
        limit.window = std::chrono::duration_cast<std::chrono::seconds>(*window);
        if (limit.window != *window) {
            error(rate.find("window")->location, "a rate limit's window must be whole seconds");
        }
    }
    if (limit.per == "account" && method.access.kind == "public") {
        error(node->location, "a public method has no account to count by: say \"per\": \"ip\"");
    }
    method.rate_limit = limit;
}

void ContractReader::read_deprecated(Method& method, Fields& fields) {
    const Node* node = fields.find("deprecated");
    if (!node) return;
    Fields deprecated(*node, "deprecation", {"since", "sunset", "use"}, diagnostics_);
    method.deprecated = Deprecation{.since = deprecated.date("since"),
                                    .sunset = deprecated.date("sunset"),
                                    .use = deprecated.text("use")};
    if (!deprecated.find("since")) error(node->location, "a deprecation needs \"since\"");
}

void ContractReader::read_http(Method& method, Fields& fields) {
    const Node* node = fields.find("http");
    if (!node) return;
    const auto space = node->text.find(' ');
    const auto verb = node->text.substr(0, space);
    constexpr auto verbs =
        std::to_array<std::string_view>({"GET", "POST", "PUT", "PATCH", "DELETE"});
    if (!node->is_string() || space == std::string::npos ||
        !node->text.substr(space + 1).starts_with('/')) {
        return error(node->location,
                     "http must be a verb and a path, such as \"POST /orders/{orderId}\"");
    }
    if (std::ranges::find(verbs, verb) == verbs.end()) {
        return error(node->location,
                     json::with_suggestion("unknown verb \"" + verb + "\"", verb, verbs));
    }
    method.http = {verb, node->text.substr(space + 1)};
    if (verb == "GET" && method.transaction == "write") {
        error(node->location,
              "a GET must not write: say \"transaction\": \"read\", \"snapshot\" or \"none\"");
    }
    if (method.access.kind == "internal") {
        error(node->location, "an internal method has no path over HTTP");
    }
    read_path(method, *node);
    // What is in a path or a query is in the logs of every proxy.
    for (const Member& member : structure_of(method).members) {
        const bool in_path =
            method.http.path.find("{" + member.json_name + "}") != std::string::npos;
        if ((in_path || verb == "GET" || verb == "DELETE") && holds_sensitive(member.type)) {
            error(node->location,
                  "\"" + member.json_name + "\" is sensitive, so it can't be in a path or a query");
        }
    }
}

void ContractReader::read_path(const Method& method, const Node& at) {
    const std::string& path = method.http.path;
    const auto names = braced_names(path);
    if (!names || path.find_first_of(" ?#%\\") != std::string::npos ||
        path.find("//") != std::string::npos || (path.size() > 1 && path.ends_with('/'))) {
        return error(at.location, "\"" + path + "\" is no path of plain segments and {parameter}s");
    }
    for (const std::string& name : *names) {
        const auto open = path.find("{" + name + "}");
        const bool whole = path[open - 1] == '/' && (open + name.size() + 2 == path.size() ||
                                                     path[open + name.size() + 2] == '/');
        if (!whole) error(at.location, "{" + name + "} must be a whole segment of the path");
        if (std::ranges::count(*names, name) > 1) {
            error(at.location, "{" + name + "} is in the path twice");
        }
        const Member* parameter = find_parameter(method, name);
        if (!parameter) {
            error(at.location,
                  json::with_suggestion("the path names no parameter: \"" + name + "\"", name,
                                        parameter_names(method)));
        } else if (!parameter->required || parameter->type.nullable) {
            error(at.location, "\"" + name + "\" is in the path, so it must be required");
        } else if (!parameter->type.is_scalar() || parameter->type.kind == Kind::json) {
            error(at.location,
                  "\"" + name + "\" is in the path, so it must be a text, a number or a boolean");
        }
    }
}

void ContractReader::read_examples(const Method& method, Fields& fields) {
    const Node* node = fields.find("examples");
    if (!node) return;
    if (!node->is_array()) return error(node->location, "examples must be an array");
    const Node* returns = fields.find("returns");
    if (returns && returns->is_string()) {
        const auto schema = sources_.resolve_name(source_, returns->text, returns->location);
        if (!schema) return;
        Node reference{.kind = json::Kind::object, .location = returns->location};
        reference.members.push_back(
            string_member("$ref", schema.source->name + "#" + schema.pointer, returns->location));
        returns = schema.pointer.empty() ? schema.node : &sources_.synthesize(std::move(reference));
    }
    for (const Node& example : node->items) read_example(method, example, returns);
}

void ContractReader::read_example(const Method& method, const Node& example, const Node* returns) {
    Fields fields(example, "example", {"summary", "given", "parameters", "returns", "error"},
                  diagnostics_);
    (void)fields.text("summary");
    const Node* given = fields.find("given");
    if (given && fields.text("given").empty())
        error(given->location, "given must name a fixture of the service's tests");
    ValueChecker checker(sources_, source_);
    const Node none{.kind = json::Kind::object, .location = example.location};
    const Node* parameters = fields.find("parameters");
    checker.check_value(*parameters_, parameters ? *parameters : none, "the example");
    const Node* value = fields.find("returns");
    if (value && returns) checker.check_value(*returns, *value, "the example");
    if (value && !returns && !(value->is_object() && value->members.empty())) {
        error(value->location, "the method returns an empty object");
    }
    const auto code = fields.text("error");
    if (value && !code.empty()) error(value->location, "an example returns or fails, not both");
    std::vector<std::string_view> codes;
    for (const Error* each : method.errors) codes.push_back(each->code);
    if (!code.empty() && std::ranges::find(codes, code) == codes.end()) {
        error(fields.find("error")->location,
              json::with_suggestion("the method has no error \"" + code + "\"", code, codes));
    }
}

}  // namespace strata::tools
