#include "tools/sql/typed_query.hpp"

#include <algorithm>

#include "tools/model/names.hpp"
#include "tools/sql/query_typer.hpp"

namespace strata::tools::sql {
namespace {

auto find(const std::vector<Query>& queries, const std::string& name) -> const Query* {
    const auto found = std::ranges::find(queries, name, &Query::name);
    return found == queries.end() ? nullptr : &*found;
}

// A query in the files that have it; the first of them declares it.
struct Versions {
    const Query* common = nullptr;
    const Query* sqlite = nullptr;
    const Query* postgres = nullptr;

    [[nodiscard]] auto first() const -> const Query& {
        return common ? *common : sqlite ? *sqlite : *postgres;
    }
};

auto text_of(const Query* special, const Query* common) -> QueryText {
    const Query* query = special != nullptr ? special : common;
    return query != nullptr ? query->text : QueryText();
}

auto check_variants(const Versions& versions, Diagnostics& diagnostics) -> bool {
    for (const Query* variant : {versions.sqlite, versions.postgres}) {
        if (variant == nullptr || variant->signature == versions.first().signature) continue;
        diagnostics.error(variant->location, variant->name +
                                                 ": its header differs from the one at " +
                                                 to_string(versions.first().location));
        return false;
    }
    return true;
}

auto assemble(const Versions& versions) -> TypedQuery {
    const Query& query = versions.first();
    TypedQuery typed;
    typed.name = query.name;
    typed.kind = query.signature.kind;
    typed.location = query.location;
    typed.batch = query.signature.batch;
    typed.description = query.description;
    typed.sqlite = text_of(versions.sqlite, versions.common);
    typed.postgres = text_of(versions.postgres, versions.common);
    return typed;
}

}  // namespace

auto TypedField::cpp_type() const -> std::string {
    const std::string spelled = tools::cpp_type(type);
    if (list) return "std::vector<" + spelled + ">";
    return nullable ? "std::optional<" + spelled + ">" : spelled;
}

auto TypedQuery::parameter_order() const -> ParameterOrder {
    ParameterOrder order{.batch = batch};
    for (const TypedField& parameter : parameters) order.names.push_back(parameter.sql_name);
    return order;
}

auto TypedQuery::item_type() const -> std::string {
    return argument != nullptr ? tools::cpp_type(definition_type(*argument))
                               : pascal_case(name) + "Item";
}

auto TypedQuery::row_type() const -> std::string {
    if (row != nullptr) return tools::cpp_type(definition_type(*row));
    if (own_row) return pascal_case(name) + "Row";
    return columns.empty() ? "" : columns.front().cpp_type();
}

auto type_queries(const QueryFiles& files, const Model& model, const Module* scope,
                  Diagnostics& diagnostics) -> std::vector<TypedQuery> {
    QueryTyper typer(model, scope, diagnostics);
    std::vector<TypedQuery> typed;
    const auto add = [&](const Query& query) {
        const Versions versions{.common = find(files.common, query.name),
                                .sqlite = find(files.sqlite, query.name),
                                .postgres = find(files.postgres, query.name)};
        if (&versions.first() != &query || !check_variants(versions, diagnostics)) return;
        TypedQuery whole = assemble(versions);
        if (typer.set_types(whole, query.signature)) typed.push_back(std::move(whole));
    };
    for (const auto* list : {&files.common, &files.sqlite, &files.postgres})
        std::ranges::for_each(*list, add);
    return typed;
}

}  // namespace strata::tools::sql
