#include "schema/compiler.hpp"

#include <algorithm>

#include "schema/uri.hpp"

namespace strata::schema {

using json::Json;

auto Compiler::run(const Json& document) -> Program {
    documents_.add_root(document);
    program_.max_steps = options_.max_steps;
    id_of(document);
    for (std::size_t next = 0; next < queue_.size(); ++next) {
        compile(*queue_[next], static_cast<SchemaId>(next));
    }
    refuse_endless();
    shorten();
    return std::move(program_);
}

auto Compiler::id_of(const Json& schema) -> SchemaId {
    const auto [at, fresh] = ids_.try_emplace(&schema, static_cast<SchemaId>(queue_.size()));
    const SchemaId id = at->second;
    if (fresh) {
        queue_.push_back(&schema);
        program_.schemas.emplace_back();
        enter(*documents_.place(schema).resource);
    }
    return id;
}

// What is reached of a resource makes its dynamic anchors targets.
void Compiler::enter(const Resource& resource) {
    if (entered_.size() <= resource.id) entered_.resize(resource.id + 1UL);
    if (entered_[resource.id]) return;
    entered_[resource.id] = true;
    for (const auto& [name, schema] : resource.dynamic_anchors) {
        const SchemaId id = id_of(*schema);
        program_.dynamic_anchors[anchor_id(name)].emplace_back(resource.id, id);
    }
}

auto Compiler::anchor_id(std::string_view anchor) -> std::uint32_t {
    const auto next = static_cast<std::uint32_t>(program_.dynamic_anchors.size());
    const auto [at, fresh] = anchors_.try_emplace(std::string(anchor), next);
    if (fresh) program_.dynamic_anchors.emplace_back();
    return at->second;
}

void Compiler::compile(const Json& schema, SchemaId id) {
    schema_ = &schema;
    place_ = &documents_.place(schema);
    code_.clear();
    collects_ = false;
    if (schema.is_object()) {
        keywords();
    } else if (!schema.is_boolean()) {
        refuse("", "a schema must be an object or a boolean");
    } else if (!schema.as_bool()) {
        emit(Op::never, "");
    }
    std::ranges::stable_sort(code_, {}, &Instruction::op);
    SchemaCode& made = program_.schemas[id];
    made.begin = static_cast<std::uint32_t>(program_.code.size());
    program_.code.insert(program_.code.end(), code_.begin(), code_.end());
    made.end = static_cast<std::uint32_t>(program_.code.size());
    made.resource = place_->resource->id;
    made.collects = collects_;
    if (!code_.empty() && code_.front().op == Op::type) {
        made.types = static_cast<std::uint8_t>(code_.front().a);
        made.only_types = code_.size() == 1;
    }
}

// A schema that is no more than a reference runs the code of its target. (With dynamic anchors it
// matters which resources the evaluation comes through.)
void Compiler::shorten() {
    const auto is_reference = [this](const SchemaCode& schema) {
        return schema.end - schema.begin == 1 && program_.code[schema.begin].op == Op::ref;
    };
    for (SchemaCode& schema : program_.schemas) {
        while (is_reference(schema)) {
            const SchemaCode& target = program_.schemas[program_.code[schema.begin].a];
            if (target.resource != schema.resource && !program_.dynamic_anchors.empty()) break;
            schema = target;
        }
    }
    for (ObjectRule& rule : program_.objects) {
        if (rule.additional == none) continue;
        const SchemaCode& additional = program_.schemas[rule.additional];
        rule.closed = additional.end - additional.begin == 1 &&
                      program_.code[additional.begin].op == Op::never;
    }
}

void Compiler::keywords() {
    references();
    if (dialect().is_draft7() && find("$ref") != nullptr) return;
    if (dialect().validation) assertions();
    format();
    content();
    members();
    if (!dialect().applicator) return;
    applicators();
    if (dialect().unevaluated) unevaluated();
}

auto Compiler::emit(Op op, std::string_view keyword) -> Instruction& {
    return code_.emplace_back(Instruction{.op = op, .location = location(keyword)});
}

void Compiler::refuse(std::string_view keyword, std::string_view message) const {
    Documents::refuse(*place_, keyword, message);
}

auto Compiler::location(std::string_view keyword) -> LocationId {
    return put(program_.locations, Documents::location(*place_, keyword));
}

void Compiler::references() {
    plain_reference("$ref");
    if (dialect().is_draft2020()) dynamic_reference("$dynamicRef");
    if (dialect().generation == Generation::draft2019_09) dynamic_reference("$recursiveRef");
}

void Compiler::plain_reference(std::string_view keyword) {
    const std::string* reference = text(keyword);
    if (reference == nullptr) return;
    const SchemaId target = id_of(documents_.resolve(*place_, keyword, *reference));
    emit(Op::ref, keyword).a = target;
}

// A reference to a dynamic anchor may lead elsewhere when running; any other is a plain one.
void Compiler::dynamic_reference(std::string_view keyword) {
    const std::string* reference = text(keyword);
    if (reference == nullptr) return;
    const Json& target = documents_.resolve(*place_, keyword, *reference);
    const auto anchor = split_fragment(*reference).second;
    const auto& dynamic = documents_.place(target).resource->dynamic_anchors;
    const auto found = dynamic.find(anchor);
    const SchemaId id = id_of(target);
    if (found == dynamic.end() || found->second != &target) {
        emit(Op::ref, keyword).a = id;
        return;
    }
    Instruction& instruction = emit(Op::dynamic_ref, keyword);
    instruction.a = anchor_id(anchor);
    instruction.b = id;
}

// A schema that applies itself to the same value, whatever the value, can't be run.
void Compiler::refuse_endless() const {
    enum class State : std::uint8_t { fresh, open, done };
    std::vector<State> states(program_.schemas.size(), State::fresh);
    std::vector<std::pair<SchemaId, bool>> left;
    for (SchemaId first = 0; first < states.size(); ++first) {
        left.emplace_back(first, false);
        while (!left.empty()) {
            const auto [id, leave] = left.back();
            left.pop_back();
            if (leave) {
                states[id] = State::done;
                continue;
            }
            if (states[id] == State::open) {
                Documents::refuse(documents_.place(*queue_[id]), "",
                                  "the reference leads back to itself without end");
            }
            if (states[id] == State::done) continue;
            states[id] = State::open;
            left.emplace_back(id, true);
            const SchemaCode& schema = program_.schemas[id];
            for (std::uint32_t i = schema.begin; i < schema.end; ++i) {
                const Instruction& at = program_.code[i];
                if (at.op == Op::ref) left.emplace_back(at.a, false);
                if (at.op != Op::all_of) continue;
                for (const SchemaId next : program_.lists[at.a]) left.emplace_back(next, false);
            }
        }
    }
}

}  // namespace strata::schema
