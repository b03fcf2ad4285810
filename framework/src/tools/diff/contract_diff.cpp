#include "tools/diff/contract_diff.hpp"

#include <algorithm>
#include <set>

#include "strata/config/units.hpp"
#include "tools/diff/schema_diff.hpp"

namespace strata::tools::diff {

namespace {

using json::Json;
using std::chrono::milliseconds;

template <class T>
struct Named {
    const T* item = nullptr;
    const Module* module = nullptr;
};

template <class List>
auto by_name(const Model& model, List list) {
    using T = std::remove_cvref_t<decltype(((*model.modules.front()).*list).front())>;
    std::map<std::string, Named<T>> all;
    for (const auto& module : model.modules) {
        for (const T& each : (*module).*list)
            all.emplace(Contracts::name(*module, each.name), Named<T>{&each, module.get()});
    }
    return all;
}

auto duration(milliseconds value) -> std::string {
    return value.count() == 0 ? "the configuration's" : config::format_duration(value);
}

auto bytes(std::size_t limit) -> std::string {
    return limit == 0 ? "the configuration's limit" : std::to_string(limit) + " bytes";
}

auto access_text(const Access& access) -> std::string {
    std::string text = access.kind;
    for (const std::string& name : access.names) text += " " + name;
    return text;
}

class ContractDiff final {
  public:
    ContractDiff(const Contracts& before, const Contracts& after)
        : before_(before), after_(after) {}

    auto run() -> std::vector<Change> {
        methods();
        events();
        newest_versions();
        std::ranges::stable_sort(changes_, [](const Change& a, const Change& b) {
            return a.severity != b.severity ? a.severity > b.severity : a.subject < b.subject;
        });
        return std::move(changes_);
    }

  private:
    void add(Severity severity, std::string subject, std::string message, const Location& at) {
        changes_.push_back({severity, std::move(subject), std::move(message), at});
    }

    void methods() {
        const auto old_methods = by_name(before_.model, &Module::methods);
        const auto new_methods = by_name(after_.model, &Module::methods);
        for (const auto& [name, found] : new_methods) {
            const auto known = old_methods.find(name);
            if (known == old_methods.end()) {
                add(Severity::compatible, name, "is a new method", found.item->location);
            } else {
                method(name, *known->second.item, *found.item);
            }
        }
        for (const auto& [name, gone] : old_methods) {
            if (new_methods.contains(name)) continue;
            add(is_internal(*gone.item) ? Severity::compatible : Severity::breaking, name,
                "the method is gone", gone.item->location);
        }
    }

    // No wire knows it.
    static auto is_internal(const Method& method) -> bool {
        return method.access.kind == "internal";
    }

    void method(const std::string& name, const Method& before, const Method& after) {
        if (is_internal(before) && is_internal(after)) return;
        const Location& at = after.location;
        route(name, before, after);
        access(name, before.access, after.access, at);
        if (before.status != after.status)
            add(Severity::breaking, name,
                "answers with status " + std::to_string(after.status) + ", was " +
                    std::to_string(before.status),
                at);
        limits(name, before, after);
        rules(name, before, after);
        errors(name, before, after);
        const WireSchemas& old_schemas = before_.methods.at(name);
        const WireSchemas& new_schemas = after_.methods.at(name);
        schemas(name, Side::request, old_schemas.parameters, new_schemas.parameters, at);
        results(name, old_schemas.result, new_schemas.result, at);
    }

    void schemas(const std::string& name, Side side, const Json& before, const Json& after,
                 const Location& at) {
        const std::string kind = side == Side::request ? " request" : " answer";
        SchemaDiff(before, after, side,
                   [&](Severity severity, const std::string& pointer, const std::string& message) {
                       add(severity, name + kind + (pointer.empty() ? "" : " " + pointer), message,
                           at);
                   })
            .run();
    }

    // Without a schema, an answer is an empty object.
    void results(const std::string& name, const std::optional<Json>& before,
                 const std::optional<Json>& after, const Location& at) {
        if (before && after) return schemas(name, Side::answer, *before, *after, at);
        if (before) add(Severity::breaking, name + " answer", "is gone", at);
        if (after) add(Severity::compatible, name + " answer", "is new", at);
    }

    void route(const std::string& name, const Method& before, const Method& after) {
        const Route& old_route = before.http;
        const Route& new_route = after.http;
        if (old_route.verb == new_route.verb && old_route.path == new_route.path) return;
        const std::string was = old_route.verb + " " + old_route.path;
        if (old_route.verb.empty()) {
            add(Severity::compatible, name, "has a path: " + new_route.verb + " " + new_route.path,
                after.location);
        } else {
            add(Severity::breaking, name, "its path is gone: " + was, after.location);
        }
    }

    void access(const std::string& name, const Access& before, const Access& after,
                const Location& at) {
        if (before.kind == after.kind && before.names == after.names) return;
        const std::string message =
            "access is " + access_text(after) + ", was " + access_text(before);
        add(opens(before, after) ? Severity::risky : Severity::breaking, name, message, at);
    }

    // Everyone who had access has it still.
    static auto opens(const Access& before, const Access& after) -> bool {
        constexpr auto order =
            std::to_array<std::string_view>({"internal", "", "authenticated", "public"});
        const auto rank = [&](const std::string& kind) {
            const auto* found = std::ranges::find(order, kind);
            return found == order.end() ? 1 : found - order.begin();
        };
        if (rank(before.kind) != 1 || rank(after.kind) != 1)
            return rank(after.kind) > rank(before.kind);
        return before.kind == after.kind &&
               std::ranges::all_of(before.names, [&](const std::string& name) {
                   return std::ranges::find(after.names, name) != after.names.end();
               });
    }

    void limits(const std::string& name, const Method& before, const Method& after) {
        const Location& at = after.location;
        if (before.timeout != after.timeout) {
            const bool longer = before.timeout.count() != 0 && after.timeout > before.timeout;
            add(longer ? Severity::compatible : Severity::risky, name,
                "timeout is " + duration(after.timeout) + ", was " + duration(before.timeout), at);
        }
        if (before.body_limit != after.body_limit) {
            const bool known = before.body_limit != 0 && after.body_limit != 0;
            const auto severity = !known                                 ? Severity::risky
                                  : after.body_limit < before.body_limit ? Severity::breaking
                                                                         : Severity::compatible;
            add(severity, name,
                "body may have " + bytes(after.body_limit) + ", was " + bytes(before.body_limit),
                at);
        }
        rate(name, before.rate_limit, after.rate_limit, at);
        queue(name, before.queue, after.queue, at);
    }

    void queue(const std::string& name, const std::optional<Queue>& before,
               const std::optional<Queue>& after, const Location& at) {
        const auto places = [](const std::optional<Queue>& queue) {
            return queue ? std::uint64_t{queue->concurrency} + queue->size : UINT64_MAX;
        };
        if (places(before) != places(after)) {
            const bool more = places(after) > places(before);
            add(more ? Severity::compatible : Severity::risky, name,
                more ? "its queue is longer" : "its queue is shorter", at);
        }
        if (before && after && before->timeout != after->timeout) {
            const bool longer = before->timeout.count() != 0 && after->timeout > before->timeout;
            add(longer ? Severity::compatible : Severity::risky, name,
                "its queue waits for " + duration(after->timeout) + ", was " +
                    duration(before->timeout),
                at);
        }
    }

    void rate(const std::string& name, const std::optional<RateLimit>& before,
              const std::optional<RateLimit>& after, const Location& at) {
        const auto text = [](const std::optional<RateLimit>& limit) {
            return limit ? std::to_string(limit->count) + " in " +
                               config::format_duration(limit->window) + " per " + limit->per
                         : "none";
        };
        if (text(before) == text(after)) return;
        const auto pace = [](const RateLimit& limit) {
            return static_cast<double>(limit.count) / static_cast<double>(limit.window.count());
        };
        const bool looser =
            !after || (before && before->per == after->per && pace(*after) >= pace(*before) &&
                       after->count >= before->count);
        add(looser ? Severity::compatible : Severity::risky, name,
            "rate limit is " + text(after) + ", was " + text(before), at);
    }

    void rules(const std::string& name, const Method& before, const Method& after) {
        const Location& at = after.location;
        if (before.idempotency_key != after.idempotency_key)
            add(after.idempotency_key ? Severity::compatible : Severity::breaking, name,
                after.idempotency_key ? "honours Idempotency-Key now"
                                      : "no longer honours Idempotency-Key",
                at);
        if (before.transaction != after.transaction)
            add(Severity::risky, name,
                "transaction is " + after.transaction + ", was " + before.transaction, at);
        if (before.locks != after.locks) add(Severity::risky, name, "its lock changed", at);
        if (before.finish_on_disconnect != after.finish_on_disconnect)
            add(Severity::risky, name, "onDisconnect changed", at);
        if (after.deprecated && !before.deprecated)
            add(Severity::compatible, name, "is deprecated now", at);
        if (before.deprecated && !after.deprecated)
            add(Severity::compatible, name, "is no longer deprecated", at);
        if (after.deprecated && before.deprecated &&
            after.deprecated->sunset != before.deprecated->sunset)
            add(Severity::risky, name,
                "sunset is " + after.deprecated->sunset + ", was " + before.deprecated->sunset, at);
    }

    void errors(const std::string& name, const Method& before, const Method& after) {
        const auto find = [](const Method& method, const std::string& code) -> const Error* {
            const auto found = std::ranges::find(method.errors, code, &Error::code);
            return found == method.errors.end() ? nullptr : *found;
        };
        const std::string module = name.substr(0, name.find('/') + 1);
        for (const Error* error : after.errors) {
            const Error* known = find(before, error->code);
            const std::string subject = name + " error " + error->code;
            if (known == nullptr) {
                add(Severity::risky, subject, "is new", after.location);
                continue;
            }
            if (known->status != error->status)
                add(Severity::breaking, subject,
                    "status is " + std::to_string(error->status) + ", was " +
                        std::to_string(known->status),
                    error->location);
            if (known->message != error->message)
                add(Severity::compatible, subject, "its message changed", error->location);
            results(subject, before_.errors.at(module + error->code).result,
                    after_.errors.at(module + error->code).result, error->location);
        }
        for (const Error* error : before.errors) {
            if (find(after, error->code) == nullptr)
                add(Severity::compatible, name + " error " + error->code, "is gone",
                    after.location);
        }
    }

    void events() {
        const auto old_events = by_name(before_.model, &Module::events);
        const auto new_events = by_name(after_.model, &Module::events);
        for (const auto& [name, found] : new_events) {
            const auto known = old_events.find(name);
            const std::string subject = name + " event";
            if (known == old_events.end()) {
                add(Severity::compatible, subject, "is new", found.item->location);
                continue;
            }
            const Event& before = *known->second.item;
            const Event& after = *found.item;
            access(subject, before.access, after.access, after.location);
            if (before.from_client != after.from_client)
                add(Severity::breaking, subject, "comes from the other side", after.location);
            const auto& old_data = before_.events.at(name).result;
            const auto& new_data = after_.events.at(name).result;
            if (after.from_client && old_data && new_data) {
                schemas(subject, Side::request, *old_data, *new_data, after.location);
            } else {
                results(subject, old_data, new_data, after.location);
            }
        }
        for (const auto& [name, gone] : old_events) {
            if (!new_events.contains(name))
                add(Severity::breaking, name + " event", "is gone", gone.item->location);
        }
    }

    // The unversioned name means the newest version.
    void newest_versions() {
        const auto newest = [](const Model& model) {
            std::map<std::string, const Module*> modules;
            for (const auto& module : model.modules) {
                const Module*& known = modules[module->name];
                if (known == nullptr || module->version > known->version) known = module.get();
            }
            return modules;
        };
        const auto old_modules = newest(before_.model);
        for (const auto& [name, module] : newest(after_.model)) {
            const auto known = old_modules.find(name);
            if (known == old_modules.end() || known->second->version == module->version) continue;
            add(Severity::risky, name,
                "the name without a version means version " + std::to_string(module->version) +
                    ", was " + std::to_string(known->second->version),
                {module->file, 1, 1});
        }
    }

    const Contracts& before_;
    const Contracts& after_;
    std::vector<Change> changes_{};
};

}  // namespace

auto contract_diff(const Contracts& before, const Contracts& after) -> std::vector<Change> {
    return ContractDiff(before, after).run();
}

}  // namespace strata::tools::diff
