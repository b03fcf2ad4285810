#include "tools/explain/explain.hpp"

#include <algorithm>
#include <stdexcept>

#include "strata/config/units.hpp"
#include "strata/json/suggest.hpp"
#include "tools/contract/load.hpp"
#include "tools/contract/load_schemas.hpp"
#include "tools/explain/handler_code.hpp"

namespace strata::tools {

namespace {

namespace fs = std::filesystem;

struct Found {
    const Module* module = nullptr;
    const Method* method = nullptr;  // or
    const Event* event = nullptr;
};

auto split_path(std::string_view path) -> std::vector<std::string_view> {
    std::vector<std::string_view> segments;
    path = path.substr(0, path.find('?'));
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto slash = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, slash));
        path.remove_prefix(slash);
    }
    return segments;
}

// Whether "/orders/17" is what "/orders/{orderId}" takes.
auto takes(std::string_view pattern, std::string_view path) -> bool {
    const auto expected = split_path(pattern);
    const auto given = split_path(path);
    return std::ranges::equal(expected, given, [](auto a, auto b) {
        return a == b || (a.starts_with('{') && !b.empty());
    });
}

auto matches(const Module& module, const Method& method, const std::string& name) -> bool {
    const std::string full = Contracts::name(module, method.name);
    if (name.find('/') != 0 && name.find(' ') == std::string::npos) {
        return name == full;
    }
    const auto slash = name.find('/');
    const std::string verb = name.substr(0, slash == 0 ? 0 : name.find(' '));
    const std::string path = name.substr(std::min(slash, name.size()));
    const bool rest = !method.http.verb.empty() && (verb.empty() || verb == method.http.verb) &&
                      takes(method.http.path, path);
    return rest || ((verb.empty() || verb == "POST") && path == "/api/" + full);
}

// What a name that is none comes near to: the methods of a module, or the verbs of a path.
auto near(const Model& model, const std::string& name) -> std::string {
    std::string list;
    const auto add = [&list](const std::string& each) {
        list += (list.empty() ? "" : ", ") + each;
    };
    const std::string path = name.substr(std::min(name.find('/'), name.size()));
    for (const auto& module : model.modules) {
        for (const Method& method : module->methods) {
            if (module->versioned_name() == name) add(Contracts::name(*module, method.name));
            if (!method.http.verb.empty() && !path.empty() && takes(method.http.path, path))
                add("\"" + method.http.verb + " " + method.http.path + "\"");
        }
    }
    return list;
}

auto find(const Model& model, const std::string& name) -> std::vector<Found> {
    std::vector<Found> found;
    std::vector<std::string> names;
    for (const auto& module : model.modules) {
        for (const Method& method : module->methods) {
            names.push_back(Contracts::name(*module, method.name));
            if (matches(*module, method, name)) found.push_back({module.get(), &method, nullptr});
        }
        for (const Event& event : module->events) {
            names.push_back(Contracts::name(*module, event.name));
            if (name == names.back()) found.push_back({module.get(), nullptr, &event});
        }
    }
    if (!found.empty()) return found;
    if (const std::string list = near(model, name); !list.empty())
        throw std::runtime_error("no method, event or path " + name + "; there is " + list);
    const std::vector<std::string_view> known(names.begin(), names.end());
    throw std::runtime_error(
        json::with_suggestion("no method, event or path " + name, name, known));
}

// The lines of one explanation, a label and a value each.
class Page final {
  public:
    void add(std::string_view label, const std::string& value) {
        constexpr std::size_t width = 13;
        std::string line = "  " + std::string(label == last_ ? "" : label);
        line.resize(std::max(line.size(), width + 2), ' ');
        text_ += line + value + '\n';
        last_ = label;
    }
    // Of a method or an event.
    template <class T>
    void title(const std::string& name, const T& told) {
        text_ += name + (told.summary.empty() ? "" : ": " + told.summary) + '\n';
        if (!told.description.empty()) text_ += told.description + '\n';
    }
    [[nodiscard]] auto text() const -> const std::string& { return text_; }

  private:
    std::string text_{};
    std::string last_{};
};

auto place(const Location& at) -> std::string {
    return at.file + (at.line == 0 ? "" : ":" + std::to_string(at.line));
}

auto access_text(const Access& access) -> std::string {
    std::string text = access.kind;
    for (const std::string& name : access.names) text += " " + name;
    return text;
}

void add_wire(Page& page, const Found& found) {
    const Method& method = *found.method;
    page.add("contract", place(method.location));
    page.add("wire", "POST /api/" + Contracts::name(*found.module, method.name));
    if (!method.http.verb.empty()) page.add("wire", method.http.verb + " " + method.http.path);
    page.add("access", access_text(method.access));
    const Definition* given = method.parameters->type.definition;
    for (const Member& member : (given ? *given : *method.parameters).members) {
        page.add("parameters", member.json_name + (member.required ? ": " : "?: ") +
                                   cpp_type(member.type, found.module));
    }
    page.add("returns", (method.returns ? cpp_type(*method.returns, found.module) : "{}") +
                            " with status " + std::to_string(method.status));
    for (const Error* error : method.errors)
        page.add("errors",
                 std::to_string(error->status) + " " + error->code + "  " + place(error->location));
}

void add_limits(Page& page, const Method& method) {
    page.add("timeout", method.timeout.count() == 0 ? "limits.timeout of the configuration"
                                                    : config::format_duration(method.timeout));
    page.add("body", method.body_limit == 0 ? "limits.body of the configuration"
                                            : std::to_string(method.body_limit) + " bytes");
    if (method.rate_limit)
        page.add("rate limit", std::to_string(method.rate_limit->count) + " in " +
                                   config::format_duration(method.rate_limit->window) + " per " +
                                   method.rate_limit->per);
    if (method.queue)
        page.add("queue", std::to_string(method.queue->concurrency) + " at once, " +
                              std::to_string(method.queue->size) + " wait");
    page.add("transaction", method.transaction);
    for (const std::string& lock : method.locks) page.add("lock", lock);
    if (method.locks.empty()) page.add("lock", "none");
    page.add("idempotency", method.idempotency_key ? "Idempotency-Key" : "none");
    if (method.finish_on_disconnect) page.add("disconnect", "goes on without its client");
    if (method.deprecated) page.add("deprecated", "since " + method.deprecated->since);
}

void add_code(Page& page, const Found& found, const fs::path& service,
              const std::vector<sql::QueryModule>& queries) {
    const std::string file =
        "api/" + found.module->cpp_name + "/" + found.method->cpp_name + ".cpp";
    const HandlerCode code(service, file);
    const std::string name = found.module->cpp_name + "::" + found.method->cpp_name;
    if (!code.exists())
        return page.add("handler", file + " is missing: strata add method " + found.module->name +
                                       "/" + found.method->name);
    page.add("handler", place(code.definition(name)) + "  api::" + name);
    for (const sql::QueryModule& module : queries) {
        for (const sql::TypedQuery& query : module.queries) {
            if (!code.calls(module, query)) continue;
            page.add("statements", place(query.location) + "  db::" + module.cpp_name +
                                       "::" + query.name + (query.writes ? ", writes" : ""));
        }
    }
    for (const std::string& function : code.domain_functions())
        page.add("domain", place(find_domain_function(service, function)) + "  " + function);
    for (const std::string& event : code.events()) page.add("events", event);
}

auto method_page(const Found& found, const fs::path& service,
                 const std::vector<sql::QueryModule>& queries) -> Page {
    Page page;
    page.title(Contracts::name(*found.module, found.method->name), *found.method);
    add_wire(page, found);
    add_limits(page, *found.method);
    add_code(page, found, service, queries);
    return page;
}

auto event_page(const Found& found, const fs::path& service, const Model& model) -> Page {
    const Event& event = *found.event;
    Page page;
    page.title(Contracts::name(*found.module, event.name), event);
    page.add("contract", place(event.location));
    page.add("from", event.from_client ? "client" : "server");
    page.add("access", access_text(event.access));
    page.add("data", event.data ? cpp_type(*event.data, found.module) : "{}");
    if (event.from_client) {
        const std::string name = found.module->cpp_name + "::" + event.handler_name();
        const HandlerCode code(
            service, "api/" + found.module->cpp_name + "/" + event.handler_name() + ".cpp");
        page.add("handler", place(code.definition(name)) + "  api::" + name);
    }
    for (const auto& module : model.modules) {
        for (const Method& method : module->methods) {
            const std::string file = "api/" + module->cpp_name + "/" + method.cpp_name + ".cpp";
            const auto emitted = HandlerCode(service, file).events();
            if (std::ranges::find(emitted, event.cpp_name) != emitted.end())
                page.add("emitted by", Contracts::name(*module, method.name) + "  " + file);
        }
    }
    return page;
}

}  // namespace

auto explain(const fs::path& service, const std::string& name, Diagnostics& diagnostics)
    -> std::vector<std::string> {
    const Model model = load(service, diagnostics);
    if (!diagnostics.empty()) return {};
    const auto queries = sql::load_queries(service, model, diagnostics);
    std::vector<std::string> pages;
    for (const Found& found : find(model, name)) {
        const Page page = found.event != nullptr ? event_page(found, service, model)
                                                 : method_page(found, service, queries);
        pages.push_back(page.text());
    }
    return pages;
}

}  // namespace strata::tools
