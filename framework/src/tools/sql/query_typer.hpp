#pragma once
// QueryTyper: gives one query its types.
#include <optional>
#include <string>
#include <vector>

#include "tools/sql/typed_query.hpp"

namespace strata::tools::sql {

class QueryTyper final {
  public:
    QueryTyper(const Model& model, const Module* scope, Diagnostics& diagnostics)
        : model_(model), scope_(scope), diagnostics_(diagnostics) {}

    // `query` has its texts; its types are set. False: an error was told.
    auto set_types(TypedQuery& query, const Signature& signature) -> bool;

  private:
    void set_result(TypedQuery& query, const Signature& signature);
    void set_row(TypedQuery& query, const Definition& row);
    void set_parameters(TypedQuery& query, const Signature& signature);
    void set_declared(TypedQuery& query, const Signature& signature);
    void set_from_argument(TypedQuery& query, const std::string& type);
    void set_inferred(TypedQuery& query);
    void check_lists(const TypedQuery& query, const QueryText& text);
    void check_used(const TypedQuery& query, const QueryText& text);

    auto resolve(const std::string& name) -> std::optional<Type>;
    auto column(const Field& field) -> std::optional<TypedField>;
    auto members_of(const Definition& structure) -> std::vector<TypedField>;
    auto pick(const std::vector<TypedField>& fields, const std::string& name,
              const std::string& otherwise) -> std::optional<TypedField>;
    void error(const std::string& message);

    const Model& model_;
    const Module* scope_;
    Diagnostics& diagnostics_;
    Location location_{};
    std::string name_{};
    bool failed_ = false;
};

}  // namespace strata::tools::sql
