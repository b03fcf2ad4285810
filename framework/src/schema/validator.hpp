#pragma once
// Validator: runs a Program over one document. Used once.
//
// Branches that may fail without harm (anyOf, not, contains, ...) run quietly: nothing is recorded
// and they stop at the first failure.
#include <string>
#include <string_view>
#include <vector>

#include "json/json_access.hpp"
#include "schema/evaluated.hpp"
#include "schema/node_type.hpp"
#include "schema/program.hpp"
#include "strata/schema/schema.hpp"

namespace strata::schema {

class Validator final {
  public:
    Validator(const Program& program, Mode mode) : program_(program), mode_(mode) {}
    [[nodiscard]] auto run(const json::Json& document) -> bool;
    [[nodiscard]] auto take_errors() -> std::vector<Error> { return std::move(errors_); }

  private:
    using Node = json::JsonAccess::Node;

    // Where in the document: from the value up to the root.
    struct Path final {
        const Path* parent = nullptr;
        const std::string* key = nullptr;  // null: an item
        std::size_t index = 0;
    };
    // The resources that the evaluation came through, innermost first.
    struct Scope final {
        const Scope* outer = nullptr;
        ResourceId resource = 0;
    };
    // One value under one schema.
    struct At final {
        const Node& node;
        const Path* path;
        const Scope* scope;
        Evaluated* evaluated;  // where to note what is evaluated; null if nobody asks
    };

    // Most values meet no more than a type.
    auto apply(SchemaId id, const At& at) -> bool {
        const SchemaCode& schema = program_.schemas[id];
        if (schema.begin == schema.end) return true;
        if (schema.types != type_any) {
            ++steps_;
            const bool fits = (type_of(at.node) & schema.types) != 0;
            if (fits ? schema.only_types : is_silent()) return fits;
            if (fits) return enter(schema, schema.begin + 1, at);
        }
        return enter(schema, schema.begin, at);
    }
    // Runs it from an instruction on.
    auto enter(const SchemaCode& schema, std::uint32_t from, const At& at) -> bool;
    auto collect(const SchemaCode& schema, std::uint32_t from, const At& at) -> bool;
    auto execute(const SchemaCode& schema, std::uint32_t from, const At& at) -> bool {
        bool valid = true;
        for (std::uint32_t i = from; i < schema.end; ++i) {
            const Instruction& op = program_.code[i];
            const bool holds =
                op.op == Op::object ? !at.node.is_object() || object(op, at) : step(op, at);
            if (holds) continue;
            valid = false;
            if (stops()) return false;
        }
        return valid;
    }
    auto step(const Instruction& op, const At& at) -> bool;
    auto applicator(const Instruction& op, const At& at) -> bool;
    auto quietly(SchemaId id, const At& at) -> bool;
    // Keeps what a branch evaluates only if it holds.
    auto branch(SchemaId id, const At& at) -> bool;

    auto check_type(const Instruction& op, const At& at) -> bool;
    auto check_integer(const Instruction& op, const At& at) -> bool;
    auto check_length(const Instruction& op, const At& at) -> bool;
    auto check_bound(const Instruction& op, const At& at) -> bool;
    auto check_value(const Instruction& op, const At& at) -> bool;
    auto check_text(const Instruction& op, const At& at) -> bool;
    auto check_content(const Instruction& op, const At& at) -> bool;
    auto check_unique(const Instruction& op, const At& at) -> bool;
    auto check_dependent_required(const Instruction& op, const At& at) -> bool;

    auto object(const Instruction& op, const At& at) -> bool;
    auto member(const ObjectRule& rule, const std::string& key, const At& at, bool& matched)
        -> bool;
    auto missing(const ObjectRule& rule, const At& at) -> bool;
    auto property_names(const Instruction& op, const At& at) -> bool;
    auto array(const Instruction& op, const At& at) -> bool;
    auto contains(const Instruction& op, const At& at) -> bool;
    auto dynamic_ref(const Instruction& op, const At& at) -> bool;
    auto all_of(const Instruction& op, const At& at) -> bool;
    auto any_of(const Instruction& op, const At& at) -> bool;
    auto one_of(const Instruction& op, const At& at) -> bool;
    auto condition(const Instruction& op, const At& at) -> bool;
    auto dependent_schemas(const Instruction& op, const At& at) -> bool;
    auto unevaluated_items(const Instruction& op, const At& at) -> bool;
    auto unevaluated_members(const Instruction& op, const At& at) -> bool;

    [[nodiscard]] auto stops() const -> bool { return quiet_ > 0 || mode_ != Mode::all || full(); }
    // Nothing is recorded: no message need be made.
    [[nodiscard]] auto is_silent() const -> bool { return quiet_ > 0 || mode_ == Mode::verdict; }
    [[nodiscard]] auto full() const -> bool { return errors_.size() == Schema::max_errors; }
    auto exhaust(std::string_view message) -> bool;
    auto matches(const Pattern& pattern, std::string_view text) -> bool;
    auto fail(LocationId location, const At& at, std::string_view keyword, std::string message)
        -> bool;
    auto fail(const Instruction& op, const At& at) -> bool;
    auto reasons(const std::vector<SchemaId>& alternatives, const At& at) -> std::string;
    static auto pointer_of(const Path* path) -> std::string;
    [[nodiscard]] auto message(const Instruction& op, const Node& node) const -> std::string;

    const Program& program_;
    Mode mode_;
    bool explains_ = false;
    unsigned quiet_ = 0;
    unsigned depth_ = 0;
    std::uint64_t steps_ = 0;
    std::string_view exhausted_;  // why the validation was given up
    BitArena arena_;
    std::vector<Error> errors_;
};

}  // namespace strata::schema
