#pragma once
// FieldLowering: definitions in metaschema notation as JSON Schema that takes the same values: a
// field's type in its short and long forms, optional fields (which take null as well), lengths,
// collections, tuples, nested structs and references.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tools/metaschema/meta_types.hpp"
#include "tools/model/diagnostics.hpp"
#include "tools/source/node.hpp"

namespace strata::tools {

// Indexes and unique fields of a struct, for its description.
struct MetaIndexes {
    std::vector<std::string> unique{};  // "login", "(city, name)"
    std::vector<std::string> indexed{};
};

struct MetaField {
    Node schema{};
    bool required = true;
};

class FieldLowering final {
  public:
    // `names` are the types that a reference may name.
    FieldLowering(const std::set<std::string>& names, Diagnostics& diagnostics)
        : names_(names), diagnostics_(diagnostics) {}

    // A definition. `optional`: the key that names it ends in a question mark.
    auto lower(const Node& source, bool optional = false) -> MetaField;
    // The fields of a struct as a schema of an object; the first `skip` members are no fields.
    auto lower_struct(const Node& source, std::size_t skip, MetaIndexes& indexes) -> Node;
    // Null too, and null where it is absent.
    static auto nullable(Node schema, bool with_default) -> Node;

  private:
    // A definition taken apart: what it is, and where its parts are.
    struct Form {
        const Node& source;
        const MetaType* type = nullptr;  // null: a reference
        std::string reference{};         // "Account", of one and many
        const Node* payload = nullptr;   // of what the value is made: its elements, its values
        std::string_view short_key{};    // the first key, where that is the type
        bool required = true;
    };

    auto lower_name(const Node& source, bool optional) -> MetaField;
    auto lower_object(const Node& source, bool optional) -> MetaField;
    auto long_form(const Node& source, bool optional) -> MetaField;
    auto short_form(const Node& source, bool optional) -> MetaField;
    auto finish(const Form& form) -> MetaField;
    auto build(const Form& form) -> Node;
    auto build_scalar(const Form& form) -> Node;
    auto build_list(const Form& form) -> Node;
    auto build_mapping(const Form& form) -> Node;
    auto build_tuple(const Form& form) -> Node;
    auto build_enumeration(const Form& form) -> Node;
    auto build_nested(const Form& form) -> Node;
    auto build_reference(const Form& form) -> Node;
    auto tuple_element(const Node& element, bool& required) -> Node;
    auto is_scalar(const Node& element) -> bool;

    void add_length(const Form& form, Node& schema);
    void add_annotations(const Form& form, Node& schema);
    void add_index(const NodeMember& member, const Node& source, std::size_t skip,
                   MetaIndexes& indexes);
    void note_field_index(const std::string& name, const Node& definition, MetaIndexes& indexes);
    void check_keys(const Form& form);
    auto read_required(const Node& source) -> bool;
    auto type_names() const -> std::vector<std::string_view>;
    auto refer(const std::string& name, const Location& at) -> Node;
    void error(const Location& at, std::string message) {
        diagnostics_.error(at, std::move(message));
    }

    const std::set<std::string>& names_;
    Diagnostics& diagnostics_;
};

}  // namespace strata::tools
