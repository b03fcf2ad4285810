#pragma once
// Lowering: from schemas to the types that hold their values. Each entry of $defs becomes a
// definition of its module; an object, enum or variant written inline becomes one too, named after
// its owner. What static types can't express becomes a Json that the compiled validator checks.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tools/contract/keywords.hpp"
#include "tools/contract/shape.hpp"
#include "tools/contract/sources.hpp"

namespace strata::tools {

class Lowering final {
  public:
    explicit Lowering(Sources& sources) : sources_(sources), diagnostics_(sources.diagnostics()) {}

    // Every $defs entry of every source.
    void define_all();
    // The type of a schema; `name` is what an inline definition is called.
    auto lower(const SchemaRef& schema, const std::string& name) -> Type;
    // A definition of that name, whatever the schema: the parameters of a method.
    auto define(const SchemaRef& schema, const std::string& name) -> Definition*;

    // After the last schema, when all members are known: what tells the alternatives of each
    // variant apart.
    void finish_variants();

  private:
    struct Variant {
        Definition* definition;
        Found list;
        SchemaRef schema;
    };
    using Property = std::pair<std::string, std::vector<SchemaRef>>;

    auto definition_of(const SchemaRef& schema) -> Definition&;
    auto make_definition(const SchemaRef& schema, const std::string& name) -> Definition&;
    void check_type_name(const Module& module, const SchemaRef& schema, const std::string& name);
    void fill(Definition& definition, const SchemaRef& schema);
    void set_value_type(Definition& definition, const SchemaRef& schema);
    void refuse_value_type(const SchemaRef& schema);
    auto use(const SchemaRef& schema) -> Type;
    auto reference_only(const SchemaRef& schema) -> SchemaRef;

    // Each gives nothing if static types can't hold it. `target` is the definition to fill, or
    // null.
    auto build(const SchemaRef& schema, const std::string& name, Definition* target) -> Type;
    auto build_static(const Shape& shape, const SchemaRef& schema, const std::string& name,
                      Definition* target) -> std::optional<Type>;
    auto build_variant(const Shape& shape, const SchemaRef& schema, const std::string& name,
                       Definition* target) -> std::optional<Type>;
    auto lower_alternatives(Definition& variant, const Found& list, bool nullable) -> bool;
    static void discard(Definition& variant, const SchemaRef& schema, const Definition* own);
    auto type_of(Definition& variant, const Found& list, const SchemaRef& schema)
        -> std::optional<Type>;
    auto accepts_null(const SchemaRef& schema) -> bool;
    auto is_closed(const SchemaRef& schema) -> bool;
    auto build_enumeration(const Shape& shape, const SchemaRef& schema, const std::string& name,
                           Definition* target) -> std::optional<Type>;
    auto build_array(const Shape& shape, const SchemaRef& schema, const std::string& name)
        -> std::optional<Type>;
    auto build_tuple(const Shape& shape, const SchemaRef& schema, const std::string& name)
        -> std::optional<Type>;
    auto build_object(const Shape& shape, const SchemaRef& schema, const std::string& name,
                      Definition* target) -> std::optional<Type>;
    auto build_map(const Shape& shape, const SchemaRef& schema, Type additional) -> Type;
    auto pattern_members(const Shape& shape, const std::string& name,
                         std::optional<Type>& additional) -> bool;
    auto may_be_checked(const Shape& shape) -> bool;
    auto fill_structure(Definition& structure, const Shape& shape) -> bool;
    auto additional_of(const Shape& shape, const SchemaRef& schema, const std::string& name,
                       std::optional<Type>& additional) -> bool;
    auto build_json(const SchemaRef& schema) -> Type;

    auto properties_of(const Shape& shape) -> std::vector<Property>;
    auto combined(const Property& property) -> SchemaRef;
    auto make_member(const Definition& owner, const Property& property, bool required) -> Member;
    void set_default(Member& member, const SchemaRef& schema);
    void check_required(const Shape& shape, const Definition& structure);
    void check_names(const Definition& structure);
    void check_version(const Definition& structure);
    void error(const Location& at, std::string message) {
        diagnostics_.error(at, std::move(message));
    }

    Sources& sources_;
    Diagnostics& diagnostics_;
    std::map<const Node*, Definition*> defined_;
    std::map<const Node*, Definition*> inline_enumerations_;
    std::map<std::string, Location> value_types_;  // "domain::Money": where it is named
    std::vector<Variant> variants_;
    std::map<std::vector<const Node*>, SchemaRef> combined_;
    std::set<const Definition*> in_progress_;
    std::set<const Definition*> alias_of_itself_;
};

}  // namespace strata::tools
