#pragma once
// MetaModule: the metaschema files of one module, each a type, as entries of `$defs`. A reference
// in one may name any other, whatever their order.
#include <map>
#include <set>
#include <string>

#include "tools/metaschema/field_lowering.hpp"

namespace strata::tools {

class MetaModule final {
  public:
    explicit MetaModule(Diagnostics& diagnostics)
        : diagnostics_(diagnostics), fields_(names_, diagnostics) {}

    // `name` is the type's: "Account" of Account.schema.
    void add_type(std::string name, Node root);

    // A type of the module that is defined elsewhere.
    void add_name(std::string name) { names_.insert(std::move(name)); }

    // An object of JSON Schemas, by type. Errors go to the diagnostics.
    auto definitions() -> Node;

  private:
    struct Kind {
        const MetaKind* kind = nullptr;
        const Node* meta = nullptr;
    };

    auto kind_of(const Node& root) -> Kind;
    void define(const std::string& name, const Node& root);
    void define_projections();
    void define_kind(const std::string& name, const Node& root, const Kind& kind);
    void define_scalar(const std::string& name, const Node& root);
    auto project(const std::string& name, const Node& root, const Node& meta) -> bool;
    void add_projected(const std::string& parent, const Node& from, const Node& field,
                       Node& schema);
    void add_identifier(const std::string& name, Node& schema);
    void check_meta(const Node& meta, bool projection);
    static void describe(const Kind& kind, const MetaIndexes& indexes, Node& schema);
    void error(const Location& at, std::string message) {
        diagnostics_.error(at, std::move(message));
    }

    Diagnostics& diagnostics_;
    std::map<std::string, Node> roots_;
    std::set<std::string> names_;
    FieldLowering fields_;
    Node result_{.kind = json::Kind::object};
};

}  // namespace strata::tools
