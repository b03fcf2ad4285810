#include "tools/registry/method_table.hpp"

#include "tools/registry/cpp_literal.hpp"
#include "tools/registry/lock_keys.hpp"

namespace strata::tools {
namespace {

auto prefix(const Module& module, const Method& method) -> std::string {
    return module.cpp_name + "_" + method.cpp_name;
}

auto coercion(Kind kind) -> std::string_view {
    switch (kind) {
        case Kind::integer:
        case Kind::unsigned_integer: return "integer";
        case Kind::number: return "number";
        case Kind::boolean: return "boolean";
        case Kind::json:
        case Kind::object:
        case Kind::variant:
        case Kind::array:
        case Kind::tuple:
        case Kind::map: return "json";
        default: return "string";
    }
}

auto parameter_entry(const std::string& name, const Type& type, bool required) -> std::string {
    const bool repeated = type.kind == Kind::array;
    const Kind kind = repeated && type.element ? type.element->kind : type.kind;
    std::string text = "    {.name = " + cpp_literal(name);
    if (coercion(kind) != "string") {
        text += ", .coercion = Coercion::" + std::string(coercion(kind));
    }
    if (repeated) text += ", .repeated = true";
    if (required) text += ", .required = true";
    return text + "},\n";
}

auto parameter_entries(const Definition& structure) -> std::string {
    std::string text;
    for (const Member& member : structure.members)
        text += parameter_entry(member.json_name, member.type, member.required);
    return text;
}

auto event_prefix(const Module& module, const Event& event) -> std::string {
    return module.cpp_name + "_" + event.cpp_name;
}

// The members of an event's data; what is no object is one without a name.
auto data_entries(const Event& event) -> std::string {
    if (!event.data) return {};
    const Definition* structure = event.data->definition;
    const bool is_object = event.data->kind == Kind::object && structure != nullptr;
    return is_object ? parameter_entries(*structure) : parameter_entry("", *event.data, true);
}

auto source_of(const Location& location) -> std::string {
    return cpp_literal(location.file + ":" + std::to_string(location.line));
}

auto error_entry(const Error& error) -> std::string {
    std::string text = "    {.code = " + cpp_literal(error.code) +
                       ", .status = " + std::to_string(error.status) +
                       ", .message = " + cpp_literal(error.message);
    if (!error.constraint.empty()) text += ", .constraint = " + cpp_literal(error.constraint);
    return text + "},\n";
}

// The fields of an entry that are not at their defaults.
class Fields final {
  public:
    void add(std::string_view name, const std::string& value) {
        text_ += "     ." + std::string(name) + " = " + value + ",\n";
    }
    void add_text(std::string_view name, const std::string& value) {
        if (!value.empty()) add(name, cpp_literal(value));
    }
    [[nodiscard]] auto entry() const -> std::string {
        return "    {" + text_.substr(5) + "    },\n";
    }

  private:
    std::string text_;
};

auto milliseconds(std::chrono::milliseconds value) -> std::string {
    return "std::chrono::milliseconds(" + std::to_string(value.count()) + ")";
}

void add_limits(Fields& fields, const Method& method) {
    if (method.timeout.count() != 0) fields.add("timeout", milliseconds(method.timeout));
    if (method.queue) {
        fields.add("queue", "{.concurrency = " + std::to_string(method.queue->concurrency) +
                                ", .size = " + std::to_string(method.queue->size) +
                                ", .timeout = " + milliseconds(method.queue->timeout) + "}");
    }
    if (method.rate_limit) {
        fields.add("rate_limit", "{.count = " + std::to_string(method.rate_limit->count) +
                                     ", .window = std::chrono::seconds(" +
                                     std::to_string(method.rate_limit->window.count()) +
                                     "), .per = RatePer::" + method.rate_limit->per + "}");
    }
    if (method.body_limit != 0) fields.add("body_limit", std::to_string(method.body_limit));
    if (method.finish_on_disconnect) fields.add("on_disconnect", "OnDisconnect::finish");
}

void add_deprecation(Fields& fields, const Method& method) {
    if (!method.deprecated) return;
    fields.add("deprecated", "{.since = " + cpp_literal(method.deprecated->since) +
                                 ", .sunset = " + cpp_literal(method.deprecated->sunset) +
                                 ", .use = " + cpp_literal(method.deprecated->use) + "}");
}

void add_run(Fields& fields, const Module& module, const Method& method) {
    const auto handler = "&api::" + module.cpp_name + "::" + method.cpp_name;
    const auto locks = method.locks.empty() ? "" : ", &" + lock_keys_name(module, method);
    fields.add("run", "&strata::contract::run<" + handler + locks + ">");
}

}  // namespace

auto access_names(const Access& access, const std::string& names) -> std::string {
    if (access.names.empty()) return {};
    std::string text = "constexpr std::string_view " + names + "[] = {";
    for (std::size_t i = 0; i < access.names.size(); ++i) {
        text += (i > 0 ? ", " : "") + cpp_literal(access.names[i]);
    }
    return text + "};\n";
}

auto access_entry(const Access& access, const std::string& names) -> std::string {
    const auto kind = access.kind == "public" ? "anyone" : access.kind;
    return "{.kind = AccessKind::" + kind +
           (access.names.empty() ? "}" : ", .names = " + names + "}");
}

auto method_arrays(const Module& module, const Method& method) -> std::string {
    const auto name = prefix(module, method);
    std::string text = access_names(method.access, name + "_access");
    if (!method.parameters->members.empty()) {
        text += "constexpr Parameter " + name + "_parameters[] = {\n" +
                parameter_entries(*method.parameters) + "};\n";
    }
    if (!method.errors.empty()) {
        text += "constexpr ErrorInfo " + name + "_errors[] = {\n";
        for (const Error* error : method.errors) text += error_entry(*error);
        text += "};\n";
    }
    return text.empty() ? text : text + '\n';
}

auto method_entry(const Module& module, const Method& method) -> std::string {
    const auto name = prefix(module, method);
    Fields fields;
    fields.add("module", cpp_literal(module.name));
    if (module.version != 1) fields.add("version", std::to_string(module.version));
    fields.add("name", cpp_literal(method.name));
    fields.add_text("summary", method.summary);
    fields.add_text("description", method.description);
    if (method.access.kind != "authenticated") {
        fields.add("access", access_entry(method.access, name + "_access"));
    }
    if (!method.http.verb.empty()) {
        fields.add("http", "{.verb = " + cpp_literal(method.http.verb) +
                               ", .path = " + cpp_literal(method.http.path) + "}");
    }
    if (!method.parameters->members.empty()) fields.add("parameters", name + "_parameters");
    if (!method.errors.empty()) fields.add("errors", name + "_errors");
    if (method.status != 200) fields.add("status", std::to_string(method.status));
    if (method.transaction != "write")
        fields.add("transaction", "Transaction::" + method.transaction);
    if (method.idempotency_key) fields.add("idempotency_key", "true");
    if (const Member* version = method.parameters->version())
        fields.add_text("version_parameter", version->json_name);
    add_limits(fields, method);
    add_deprecation(fields, method);
    fields.add("source", source_of(method.location));
    add_run(fields, module, method);
    return fields.entry();
}

auto event_arrays(const Module& module, const Event& event) -> std::string {
    const std::string name = event_prefix(module, event);
    std::string text = access_names(event.access, name + "_access");
    const std::string data = data_entries(event);
    if (!data.empty()) text += "constexpr Parameter " + name + "_data[] = {\n" + data + "};\n";
    return text.empty() ? text : text + '\n';
}

auto event_entry(const Module& module, const Event& event) -> std::string {
    const std::string name = event_prefix(module, event);
    Fields fields;
    fields.add("module", cpp_literal(module.versioned_name()));
    fields.add("name", cpp_literal(event.name));
    fields.add_text("summary", event.summary);
    if (event.access.kind != "authenticated")
        fields.add("access", access_entry(event.access, name + "_access"));
    if (!data_entries(event).empty()) fields.add("data", name + "_data");
    if (event.from_client) fields.add("from_client", "true");
    fields.add("source", source_of(event.location));
    return fields.entry();
}

auto event_method_entry(const Module& module, const Event& event) -> std::string {
    Fields fields;
    fields.add("module", cpp_literal(module.name));
    if (module.version != 1) fields.add("version", std::to_string(module.version));
    fields.add("name", cpp_literal(event.name));
    fields.add_text("summary", event.summary);
    fields.add_text("description", event.description);
    if (event.access.kind != "authenticated") {
        fields.add("access", access_entry(event.access, event_prefix(module, event) + "_access"));
    }
    fields.add("source", source_of(event.location));
    fields.add("run", "&strata::contract::run<&api::" + module.cpp_name +
                          "::" + event.handler_name() + ">");
    fields.add("is_event", "true");
    return fields.entry();
}

}  // namespace strata::tools
