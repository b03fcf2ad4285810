#include "tools/registry/api_writer.hpp"

#include "tools/registry/api_names.hpp"
#include "tools/registry/cpp_literal.hpp"

namespace strata::tools {
namespace {

constexpr std::size_t columns = 100;

auto comment(const std::string& text) -> std::string {
    std::string lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = std::min(text.find('\n', begin), text.size());
        lines += "// " + text.substr(begin, end - begin) + '\n';
        begin = end + 1;
    }
    return lines;
}

auto errors_name(const Method& method) -> std::string { return method.parameters->name + "Errors"; }

// using SendErrors = strata::Errors<errors::room_not_found, errors::not_a_member>;
auto error_set(const Method& method) -> std::string {
    std::string text = "using " + errors_name(method) + " = strata::Errors<";
    const std::size_t indent = text.size();
    std::size_t column = indent;
    for (std::size_t i = 0; i < method.errors.size(); ++i) {
        const std::string name = "errors::" + method.errors[i]->code;
        if (i > 0 && column + name.size() + 4 > columns) {
            text += ",\n" + std::string(indent, ' ');
            column = indent;
        } else if (i > 0) {
            text += ", ";
            column += 2;
        }
        text += name;
        column += name.size();
    }
    return text + ">;\n";
}

auto result_type(const Method& method, const ApiNames& names) -> std::string {
    const auto value = method.returns ? names.type(*method.returns) : names.framework("Done");
    const auto errors = method.errors.empty() ? "" : ", " + errors_name(method);
    return names.framework("Task") + "<" + value + errors + ">";
}

auto declaration(const Method& method, const ApiNames& names) -> std::string {
    std::string text = comment(method.summary) + comment(method.description);
    if (!method.http.verb.empty()) {
        text += "// " + method.http.verb + " " + method.http.path + '\n';
    }
    if (!method.errors.empty()) text += error_set(method);
    const auto head = "auto " + method.cpp_name + "(" + names.framework("Context") + "& context, " +
                      method.parameters->name + " parameters)";
    const auto tail = "-> " + result_type(method, names) + ";\n";
    const bool fits = head.size() + 1 + tail.size() - 1 <= columns;
    return text + head + (fits ? " " : "\n    ") + tail;
}

// What a test calls the method by.
auto handler_name(const Module& module, const Method& method) -> std::string {
    const auto handler = "&api::" + module.cpp_name + "::" + method.cpp_name;
    const auto name = cpp_literal(module.versioned_name() + "/" + method.name);
    const std::string head =
        "template <>\ninline constexpr std::string_view strata::contract::handler_name<" + handler +
        "> =";
    return head + "\n    " + name + ";\n";
}

// The handler of an event that clients send: its data comes in, nothing goes out.
auto event_declaration(const Event& event, const ApiNames& names) -> std::string {
    return comment(event.summary) + comment(event.description) + "auto " + event.handler_name() +
           "(" + names.framework("Context") + "& context, " + names.type(*event.data) +
           " data) -> " + names.framework("Task") + "<" + names.framework("Done") + ">;\n";
}

}  // namespace

auto api_header(const Module& module) -> std::string {
    const ApiNames names(module);
    std::string text = "// Generated from " + module.file + ". The handlers of module " +
                       module.cpp_name + ":\n// define each in api/" + module.cpp_name +
                       "/METHOD.cpp.\n#pragma once\n\n";
    for (const std::string& include : names.includes()) text += "#include \"" + include + "\"\n";
    text += "#include \"schemas/" + module.cpp_name +
            ".hpp\"\n#include \"strata/context.hpp\"\n"
            "#include \"strata/contract/handler_name.hpp\"\n\n";
    text += "namespace api::" + module.cpp_name + " {\n\n" + names.using_declarations();
    if (!module.errors.empty()) {
        text += "namespace errors = schemas::" + module.cpp_name + "::errors;\n";
    }
    if (!module.events.empty()) {
        text += "namespace events = schemas::" + module.cpp_name + "::events;\n";
    }
    for (const Method& method : module.methods) text += '\n' + declaration(method, names);
    for (const Event& event : module.events) {
        if (event.from_client && event.data) text += '\n' + event_declaration(event, names);
    }
    text += "\n}  // namespace api::" + module.cpp_name + '\n';
    if (!module.methods.empty()) text += '\n';
    for (const Method& method : module.methods) text += handler_name(module, method);
    return text;
}

}  // namespace strata::tools
