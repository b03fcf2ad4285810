#include "tools/sql/query_function.hpp"

#include <algorithm>
#include <vector>

#include "tools/model/names.hpp"

namespace strata::tools::sql {
namespace {

constexpr std::size_t line_length = 100;

auto joined(const std::vector<std::string>& parts, std::string_view separator) -> std::string {
    std::string text;
    for (const std::string& part : parts) {
        if (!text.empty()) text += separator;
        text += part;
    }
    return text;
}

auto parameter_list(const TypedQuery& query) -> std::vector<std::string> {
    std::vector<std::string> list{"strata::Db& db"};
    if (query.batch) {
        list.push_back("std::vector<" + query.item_type() + "> rows");
        return list;
    }
    if (query.argument != nullptr) {
        list.push_back("const " + cpp_type(definition_type(*query.argument)) + "& " +
                       snake_case(query.argument->name));
        return list;
    }
    for (const TypedField& parameter : query.parameters) {
        list.push_back(parameter.cpp_type() + " " + parameter.cpp_name);
    }
    return list;
}

auto result_type(const TypedQuery& query) -> std::string {
    switch (query.kind) {
        case QueryKind::one:
        case QueryKind::scalar: return "Task<" + query.row_type() + ">";
        case QueryKind::optional: return "Task<std::optional<" + query.row_type() + ">>";
        case QueryKind::many: return "Task<std::vector<" + query.row_type() + ">>";
        case QueryKind::stream: return "Stream<" + query.row_type() + ">";
        case QueryKind::execute: break;
    }
    return "Execution";
}

auto is_moved(Kind kind) -> bool { return kind == Kind::text || kind == Kind::bytes; }

// A parameter as Db takes it. Json is bound as text.
auto argument(const TypedField& field, const std::string& owner) -> std::string {
    const std::string name = owner.empty() ? field.cpp_name : owner + "." + field.cpp_name;
    if (field.is_document()) return "strata::data::document(" + name + ")";
    if (field.list) return "strata::data::List(std::move(" + name + "))";
    if (field.type.kind == Kind::json) {
        if (!field.nullable) return "strata::data::JsonText(" + name + ".to_string())";
        return name + " ? std::optional(strata::data::JsonText(" + name +
               "->to_string())) : std::nullopt";
    }
    return owner.empty() && is_moved(field.type.kind) ? "std::move(" + name + ")" : name;
}

}  // namespace

auto function_head(const TypedQuery& query) -> std::string {
    const auto parameters = parameter_list(query);
    const std::string begin = "auto " + snake_case(query.name) + "(";
    const std::string end = "-> strata::" + result_type(query);
    const std::string line = begin + joined(parameters, ", ") + ")";
    if (line.size() + end.size() + 3 <= line_length) return line + " " + end;
    if (line.size() <= line_length) return line + "\n    " + end;
    return begin + joined(parameters, ",\n" + std::string(begin.size(), ' ')) + ")\n    " + end;
}

auto function_body(const TypedQuery& query, const std::string& row_reader) -> std::string {
    std::string call = "return db." + std::string(to_string(query.kind));
    std::vector<std::string> arguments{"statements::" + snake_case(query.name)};
    if (query.kind == QueryKind::scalar && query.columns.front().is_document()) {
        call = "return db.one";
        arguments.push_back(row_reader);
    } else if (query.kind == QueryKind::scalar) {
        call += "<" + query.row_type() + ">";
    } else if (query.kind != QueryKind::execute) {
        arguments.push_back(row_reader);
    }
    const std::string owner = query.argument != nullptr ? snake_case(query.argument->name) : "";
    if (query.batch) {
        arguments.push_back("strata::data::Batch(" + std::to_string(query.parameters.size()) +
                            ", std::move(rows), &detail::bind_" + query.name + ")");
    } else {
        for (const TypedField& parameter : query.parameters)
            arguments.push_back(argument(parameter, owner));
    }
    call += "(";
    std::string line = call + joined(arguments, ", ") + ");";
    if (line.size() + 4 <= line_length) return line;
    return call + joined(arguments, ",\n" + std::string(call.size() + 4, ' ')) + ");";
}

auto batch_binder(const TypedQuery& query) -> std::string {
    std::string text = "void bind_" + query.name + "(const " + query.item_type() +
                       "& row, strata::data::BatchColumns& into) {\n";
    for (const TypedField& parameter : query.parameters)
        text += "    into.add(" + argument(parameter, "row") + ");\n";
    return text + "}\n\n";
}

auto row_struct(const std::string& name, const std::vector<TypedField>& fields) -> std::string {
    std::vector<std::string> parameters;
    std::vector<std::string> initializers;
    std::string members;
    for (const TypedField& column : fields) {
        parameters.push_back(column.cpp_type() + " " + column.cpp_name + "_value");
        initializers.push_back(column.cpp_name + "(std::move(" + column.cpp_name + "_value))");
        members += "    " + column.cpp_type() + " " + column.cpp_name + ";\n";
    }
    const std::string begin = "    explicit " + name + "(";
    return "struct " + name + " {\n" + begin +
           joined(parameters, ",\n" + std::string(begin.size(), ' ')) +
           ")\n        : " + joined(initializers, ",\n          ") + " {}\n\n" + members + "};\n";
}

}  // namespace strata::tools::sql
