#include "contract/system.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "strata/contract/access.hpp"
#include "strata/contract/clients.hpp"
#include "strata/contract/dispatcher.hpp"
#include "strata/contract/run.hpp"
#include "strata/events/outbox.hpp"
#include "strata/json/object_reader.hpp"

namespace strata::contract {

namespace {

struct Introspect {
    std::vector<std::string> units{};
};

constexpr std::array<std::string_view, 1> introspect_members{"units"};
constexpr std::array<std::string_view, 1> restore_members{"token"};
constexpr std::array<std::string_view, 1> resume_members{"lastEventId"};

void read_units(json::Reader& reader, std::vector<std::string>& units) {
    if (!reader.begin_array()) return;
    while (reader.next_element()) {
        std::string unit;
        if (reader.read(unit)) units.push_back(std::move(unit));
    }
}

void decode(json::Reader& reader, std::optional<Introspect>& out) {
    Introspect asked;
    if (reader.peek() == json::Kind::array) {
        read_units(reader, asked.units);
    } else {
        json::ObjectReader<introspect_members, 0> object(reader);
        while (object.next()) read_units(reader, asked.units);
        static_cast<void>(object.complete());
    }
    if (reader.valid()) out.emplace(std::move(asked));
}

// The one member of an object, a required text.
template <const auto& Names>
auto read_text(Invocation& invocation, std::string& text) -> bool {
    json::Reader reader(invocation.parameters(), invocation.depth());
    json::ObjectReader<Names, 1> object(reader);
    while (object.next()) static_cast<void>(reader.read(text));
    if (object.complete() && reader.finish()) return true;
    invocation.refuse_parameters(reader);
    return false;
}

auto may_know(const Access& access, const Caller& caller) -> bool {
    return access.kind == AccessKind::authenticated || permits(access, caller);
}

auto type_name(const Parameter& parameter) -> std::string {
    constexpr std::array<std::string_view, 5> names{"string", "integer", "number", "boolean",
                                                    "json"};
    std::string name(names[static_cast<std::size_t>(parameter.coercion)]);
    if (parameter.repeated) name += "[]";
    return name;
}

void describe(json::Writer& writer, std::string_view summary, const Access& access) {
    if (!summary.empty()) {
        writer.key("summary");
        writer.value(summary);
    }
    writer.key("access");
    writer.value(access.kind == AccessKind::anyone ? "public" : "session");
}

void describe(json::Writer& writer, std::span<const Parameter> members) {
    writer.begin_object();
    for (const Parameter& member : members) {
        writer.key(std::string(member.name).append(member.required ? "" : "?"));
        writer.value(type_name(member));
    }
    writer.end_object();
}

void describe(json::Writer& writer, const Method& method) {
    writer.key(method.name);
    writer.begin_object();
    describe(writer, method.summary, method.access);
    writer.key("parameters");
    describe(writer, method.parameters);
    writer.end_object();
}

void describe(json::Writer& writer, const EventInfo& event) {
    writer.key(event.name);
    writer.begin_object();
    describe(writer, event.summary, event.access);
    writer.key("from");
    writer.value(event.from_client ? "client" : "server");
    writer.key("data");
    if (event.data.size() == 1 && event.data.front().name.empty()) {
        writer.value(type_name(event.data.front()));
    } else {
        describe(writer, event.data);
    }
    writer.end_object();
}

// A module by its name, or by name and version: "orders", "orders.2".
auto full_unit(const Method& method) -> std::string {
    return std::string(method.module).append(1, '.').append(std::to_string(method.version));
}

void describe_unit(json::Writer& writer, const std::string& unit, const Dispatcher& dispatcher,
                   const Caller& caller) {
    bool is_open = false;
    for (const Method& method : dispatcher.catalog().methods()) {
        const bool named = method.module == unit || full_unit(method) == unit;
        if (!named || dispatcher.find(unit, method.name) != &method) continue;
        if (method.is_event || !may_know(method.access, caller)) continue;
        if (!is_open) {
            writer.key(unit);
            writer.begin_object();
            is_open = true;
        }
        describe(writer, method);
    }
    if (is_open) writer.end_object();
}

// Of the modules, whatever their version; of all where none is named.
void describe_events(json::Writer& writer, const std::vector<std::string>& units,
                     const Registry& registry, const Caller& caller) {
    const auto is_asked = [&](std::string_view module) {
        return units.empty() || std::ranges::any_of(units, [&](const std::string& unit) {
                   return module == unit || module.starts_with(unit + '.');
               });
    };
    std::vector<const EventInfo*> events;
    for (const EventInfo& event : registry.events) {
        if (is_asked(event.module) && may_know(event.access, caller)) events.push_back(&event);
    }
    if (events.empty()) return;
    std::ranges::stable_sort(events, {}, &EventInfo::module);
    writer.key("$events");  // the name of no module
    writer.begin_object();
    std::string_view module;
    for (const EventInfo* event : events) {
        if (event->module != module) {
            if (!module.empty()) writer.end_object();
            module = event->module;
            writer.key(module);
            writer.begin_object();
        }
        describe(writer, *event);
    }
    writer.end_object();
    writer.end_object();
}

auto introspect(Invocation& invocation) -> Task<> {
    auto asked = decode_parameters<Introspect>(invocation);
    if (!asked) co_return;
    Dispatcher& dispatcher = invocation.dispatcher();
    std::vector<std::string> units;
    const auto add = [&](std::string unit) {
        if (std::ranges::find(units, unit) == units.end()) units.push_back(std::move(unit));
    };
    for (const std::string& unit : asked->units) add(unit);
    if (asked->units.empty()) {
        for (const Method& method : dispatcher.catalog().methods()) add(std::string(method.module));
    }
    json::Writer writer(invocation.out());
    writer.begin_object();
    for (const std::string& unit : units) {
        describe_unit(writer, unit, dispatcher, invocation.caller());
    }
    describe_events(writer, asked->units, dispatcher.registry(), invocation.caller());
    writer.end_object();
}

auto restore(Invocation& invocation) -> Task<> {
    std::string token;
    if (!read_text<restore_members>(invocation, token)) co_return;
    const auto hash = security::hash_token(token);
    std::shared_ptr<const Caller> caller;
    if (hash) caller = co_await invocation.dispatcher().sessions().find(*hash);
    if (!caller) {
        invocation.fail("unauthenticated", 401, "There is no such session", {});
        co_return;
    }
    invocation.take_session(SessionChange{std::move(token), {}});
    invocation.out().append("{}");
}

auto resume(Invocation& invocation) -> Task<> {
    std::string text;
    if (!read_text<resume_members>(invocation, text)) co_return;
    const auto last = Uuid::parse(text);
    if (!last) {
        invocation.fail("invalid_parameters", 422, "lastEventId must be the id of an event", {});
        co_return;
    }
    bool complete = false;
    if (invocation.client()) {
        // What another process delivered may not have been read here yet.
        if (auto* outbox = invocation.dispatcher().outbox()) co_await outbox->catch_up();
        complete = invocation.dispatcher().clients().resume(*invocation.client(), *last);
    }
    invocation.out().append(complete ? R"({"complete":true})" : R"({"complete":false})");
}

constexpr Parameter introspect_parameters[] = {{.name = "units", .repeated = true}};
constexpr Parameter restore_parameters[] = {{.name = "token", .required = true}};
constexpr Parameter resume_parameters[] = {{.name = "lastEventId", .required = true}};

constexpr Access anyone{.kind = AccessKind::anyone};
constexpr auto no_unit = data::Transaction::none;

constexpr std::array<Method, 3> methods{
    Method{.module = "system",
           .name = "introspect",
           .summary = "The methods and events of modules",
           .access = anyone,
           .parameters = introspect_parameters,
           .transaction = no_unit,
           .source = "strata",
           .run = &introspect},
    Method{.module = "system",
           .name = "restore",
           .summary = "Go on with a session on this connection",
           .access = anyone,
           .parameters = restore_parameters,
           .transaction = no_unit,
           .source = "strata",
           .run = &restore},
    Method{.module = "system",
           .name = "resume",
           .summary = "What this connection missed since an event",
           .access = anyone,
           .parameters = resume_parameters,
           .transaction = no_unit,
           .source = "strata",
           .run = &resume}};

}  // namespace

auto system_methods() -> std::span<const Method> { return methods; }

}  // namespace strata::contract
