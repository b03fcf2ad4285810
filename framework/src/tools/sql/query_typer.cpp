#include "tools/sql/query_typer.hpp"

#include <algorithm>

#include "strata/json/suggest.hpp"
#include "tools/cpp/rules.hpp"
#include "tools/model/names.hpp"

namespace strata::tools::sql {
namespace {

auto suggestion(const std::string& message, std::string_view word,
                const std::vector<std::string>& candidates) -> std::string {
    const std::vector<std::string_view> views(candidates.begin(), candidates.end());
    return json::with_suggestion(message, word, views);
}

auto names_of(const std::vector<TypedField>& fields) -> std::vector<std::string> {
    std::vector<std::string> names;
    names.reserve(fields.size());
    for (const TypedField& field : fields) names.push_back(field.sql_name);
    return names;
}

auto find(const std::vector<TypedField>& fields, std::string_view name) -> const TypedField* {
    const auto found = std::ranges::find(fields, name, &TypedField::sql_name);
    return found == fields.end() ? nullptr : &*found;
}

// A C++ keyword's trailing underscore is not part of the column's name.
auto sql_name_of(const Member& member) -> std::string {
    std::string name = member.cpp_name;
    if (name.ends_with('_')) name.pop_back();
    return name;
}

// Lists and maps are decoded by their own rules where they are a member of an object; a column has
// nobody who would check them.
auto is_document(const Type& type) -> bool {
    if (type.kind == Kind::object || type.kind == Kind::variant) return true;
    return (type.kind == Kind::array || type.kind == Kind::map) && type.rule.empty() &&
           !has_inner_rules(type);
}

auto fits_a_column(const Type& type) -> bool {
    return (type.is_scalar() || is_document(type)) && !type.boxed;
}

auto fits_a_list(const Type& type) -> bool {
    return type.is_scalar() && !type.boxed && type.kind != Kind::bytes && type.kind != Kind::json;
}

auto plain(Type type) -> Type {
    type.nullable = false;
    return type;
}

}  // namespace

void QueryTyper::error(const std::string& message) {
    diagnostics_.error(location_, name_ + ": " + message);
    failed_ = true;
}

auto QueryTyper::set_types(TypedQuery& query, const Signature& signature) -> bool {
    location_ = query.location;
    name_ = query.name;
    failed_ = false;
    if (name_ == "statements" || name_ == "detail")
        error("this name is taken by the generated code");
    set_result(query, signature);
    if (!failed_) set_parameters(query, signature);
    return !failed_;
}

auto QueryTyper::resolve(const std::string& name) -> std::optional<Type> {
    auto type = model_.resolve(scope_, name);
    if (!type) error(suggestion("unknown type " + name, name, model_.type_names(scope_)));
    return type;
}

void QueryTyper::set_result(TypedQuery& query, const Signature& signature) {
    for (const Field& field : signature.columns) {
        if (auto typed = column(field)) query.columns.push_back(*std::move(typed));
    }
    query.own_row = !signature.columns.empty();
    if (signature.result.empty()) return;
    const auto type = resolve(signature.result);
    if (!type) return;
    const bool structure = type->definition != nullptr && type->definition->form == Form::structure;
    if (structure && signature.kind != QueryKind::scalar) return set_row(query, *type->definition);
    if (!fits_a_column(*type)) return error("a column can't hold " + signature.result);
    query.columns.push_back({.sql_name = "",
                             .cpp_name = "",
                             .type = plain(*type),
                             .nullable = signature.result_nullable || type->nullable});
}

void QueryTyper::set_row(TypedQuery& query, const Definition& row) {
    query.row = &row;
    if (row.additional) error(row.name + " has members of any name, which columns can't give");
    query.columns = members_of(row);
    for (const TypedField& field : query.columns) {
        if (!fits_a_column(field.type))
            error("a column can't hold " + row.name + "/" + field.sql_name);
    }
}

auto QueryTyper::column(const Field& field) -> std::optional<TypedField> {
    auto type = resolve(field.type);
    if (!type) return std::nullopt;
    if (!fits_a_column(*type)) {
        error("a column or parameter can't hold " + field.type);
        return std::nullopt;
    }
    if (field.list && (!fits_a_list(*type) || type->nullable)) {
        error("a list can't hold " + field.type);
        return std::nullopt;
    }
    return TypedField{.sql_name = field.name,
                      .cpp_name = snake_case(field.name),
                      .type = plain(*type),
                      .nullable = field.optional || type->nullable,
                      .list = field.list};
}

auto QueryTyper::members_of(const Definition& structure) -> std::vector<TypedField> {
    std::vector<TypedField> fields;
    for (const Member* member : structure.constructor_order()) {
        fields.push_back({.sql_name = sql_name_of(*member),
                          .cpp_name = member->cpp_name,
                          .type = plain(member->type),
                          .nullable = member->is_optional() || member->type.nullable});
    }
    return fields;
}

void QueryTyper::set_parameters(TypedQuery& query, const Signature& signature) {
    if (!signature.argument.empty()) {
        set_from_argument(query, signature.argument);
    } else if (signature.has_parameters) {
        set_declared(query, signature);
    } else {
        set_inferred(query);
    }
    if (failed_) return;
    if (query.argument == nullptr && find(query.parameters, "db") != nullptr)
        error("a parameter can't be named db");
    if (query.batch && query.parameters.empty()) error("many rows need parameters");
    for (const QueryText* text : {&query.sqlite, &query.postgres}) {
        if (!text->empty()) check_used(query, *text);
        if (!text->empty() && !failed_) check_lists(query, *text);
    }
}

void QueryTyper::set_declared(TypedQuery& query, const Signature& signature) {
    for (const Field& field : signature.parameters) {
        if (auto typed = column(field)) query.parameters.push_back(*std::move(typed));
    }
}

void QueryTyper::set_from_argument(TypedQuery& query, const std::string& name) {
    const auto type = resolve(name);
    if (!type) return;
    if (type->definition == nullptr || type->definition->form != Form::structure) {
        return error("(" + name + ") is no object: write (name: " + name + ")");
    }
    query.argument = type->definition;
    const auto members = members_of(*query.argument);
    const QueryText& text = query.sqlite.empty() ? query.postgres : query.sqlite;
    for (const std::string& used : text.names) {
        auto field = pick(members, used, name + " has no member for :" + used);
        if (!field) continue;
        if (!fits_a_column(field->type)) error("a parameter can't hold " + name + "/" + used);
        query.parameters.push_back(*std::move(field));
    }
}

void QueryTyper::set_inferred(TypedQuery& query) {
    const QueryText& text = query.sqlite.empty() ? query.postgres : query.sqlite;
    for (const std::string& used : text.names) {
        auto field =
            pick(query.columns, used,
                 ":" + used + " has no type, since the result has no such column; declare it: (" +
                     used + ": TYPE)");
        if (!field) continue;
        field->nullable = false;  // it is compared with what is there
        query.parameters.push_back(*std::move(field));
    }
}

auto QueryTyper::pick(const std::vector<TypedField>& fields, const std::string& name,
                      const std::string& otherwise) -> std::optional<TypedField> {
    if (const TypedField* field = find(fields, name)) return *field;
    error(suggestion(otherwise, name, names_of(fields)));
    return std::nullopt;
}

void QueryTyper::check_lists(const TypedQuery& query, const QueryText& text) {
    for (const TypedField& parameter : query.parameters) {
        const bool used = std::ranges::find(text.lists, parameter.sql_name) != text.lists.end();
        if (used && !parameter.list)
            error(":" + parameter.sql_name + "... is a list: declare it (" + parameter.sql_name +
                  "...: TYPE)");
        if (!used && parameter.list)
            error("the list " + parameter.sql_name + " is written IN (:" + parameter.sql_name +
                  "...)");
    }
    std::string wrong = list_error(text.source);
    if (wrong.empty() && query.batch) wrong = batch_error(text.source);
    if (!wrong.empty()) error(wrong);
}

void QueryTyper::check_used(const TypedQuery& query, const QueryText& text) {
    const auto declared = names_of(query.parameters);
    for (const std::string& used : text.names) {
        if (std::ranges::find(declared, used) == declared.end()) {
            error(suggestion(":" + used + " is not declared", used, declared));
        }
    }
    for (const std::string& name : declared) {
        if (std::ranges::find(text.names, name) == text.names.end())
            error("the parameter " + name + " is not used");
    }
}

}  // namespace strata::tools::sql
