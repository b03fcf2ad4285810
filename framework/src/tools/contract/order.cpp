#include "tools/contract/order.hpp"

#include <functional>
#include <map>
#include <set>

namespace strata::tools {

namespace {

using Visit = std::function<void(Type&)>;

void each_type(Definition& definition, const Visit& visit) {
    if (definition.form == Form::alias) visit(definition.type);
    for (Member& member : definition.members) visit(member.type);
    if (definition.additional) visit(*definition.additional);
    for (Alternative& alternative : definition.alternatives) visit(alternative.type);
}

// Whether a type can hold a value of itself, so that an edge to it may need a box.
auto is_compound(const Definition& definition) -> bool {
    return definition.form == Form::structure || definition.form == Form::variant ||
           definition.form == Form::alias;
}

// The definitions whose values are inside a value of the type, not counting boxes, arrays and maps.
void direct_parts(const Type& type, std::set<const Definition*>& parts) {
    if (type.boxed) return;
    if (!type.definition) {
        for (const Type& each : type.elements) direct_parts(each, parts);
        return;
    }
    if (!is_compound(*type.definition)) return;
    if (type.definition->form == Form::alias) return direct_parts(type.definition->type, parts);
    parts.insert(type.definition);
}

auto parts_of(Definition& definition) -> std::set<const Definition*> {
    std::set<const Definition*> parts;
    for (const Member& member : definition.members) direct_parts(member.type, parts);
    for (const Alternative& each : definition.alternatives) direct_parts(each.type, parts);
    return parts;
}

auto mutable_definition(const Definition* definition) -> Definition& {
    return const_cast<Definition&>(
        *definition);  // NOLINT: the model is being built, and owns them all
}

auto contains(const Definition* whole, const Definition* part, std::set<const Definition*>& seen)
    -> bool {
    if (whole == part) return true;
    if (!seen.insert(whole).second) return false;
    for (const Definition* each : parts_of(mutable_definition(whole))) {
        if (contains(each, part, seen)) return true;
    }
    return false;
}

void box(Definition& owner, Type& type) {
    std::set<const Definition*> parts;
    direct_parts(type, parts);
    for (const Definition* part : parts) {
        std::set<const Definition*> seen;
        if (contains(part, &owner, seen)) type.boxed = true;
    }
}

class Sorter final {
  public:
    explicit Sorter(Module& module) : module_(module) {
        for (auto& definition : module.definitions) owned_.emplace(definition.get(), &definition);
    }

    void sort() {
        for (auto& definition : module_.definitions) place(definition.get());
        std::vector<std::unique_ptr<Definition>> sorted;
        for (const Definition* definition : order_)
            sorted.push_back(std::move(*owned_.at(definition)));
        module_.definitions = std::move(sorted);
    }

  private:
    // Everything that it names comes first, but for what is being placed already: that is declared
    // forward.
    void place(Definition* definition) {
        if (!placed_.insert(definition).second) return;
        const auto parts = parts_of(*definition);
        for (const Definition* part : parts) follow(part);
        each_type(*definition, [&](Type& type) { follow_type(type, *definition); });
        order_.push_back(definition);
    }

    void follow(const Definition* definition) {
        if (definition->module == &module_) place(&mutable_definition(definition));
    }

    void follow_type(const Type& type, const Definition& from) {
        if (type.definition) {
            std::set<const Definition*> seen;
            // An alias can't be declared forward; what it names can.
            const bool named = type.definition->form == Form::alias;
            if (named || !reaches(type.definition, &from, seen)) follow(type.definition);
        }
        for (const Type& each : type.inner()) follow_type(each, from);
    }

    static auto reaches(const Definition* from, const Definition* to,
                        std::set<const Definition*>& seen) -> bool {
        if (from == to) return true;
        if (!seen.insert(from).second) return false;
        bool found = false;
        std::function<void(const Type&)> visit = [&](const Type& type) {
            if (type.definition) found = found || reaches(type.definition, to, seen);
            for (const Type& each : type.inner()) visit(each);
        };
        each_type(mutable_definition(from), visit);
        return found;
    }

    Module& module_;
    std::map<const Definition*, std::unique_ptr<Definition>*> owned_;
    std::set<const Definition*> placed_;
    std::vector<const Definition*> order_;
};

}  // namespace

void order_definitions(Model& model) {
    for (const Form form : {Form::structure, Form::variant}) {
        for (const auto& module : model.modules) {
            for (const auto& definition : module->definitions) {
                if (definition->form != form) continue;
                for (Member& member : definition->members) box(*definition, member.type);
                for (Alternative& each : definition->alternatives) box(*definition, each.type);
            }
        }
    }
    for (const auto& module : model.modules) Sorter(*module).sort();
}

}  // namespace strata::tools
