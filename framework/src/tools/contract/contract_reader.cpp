#include "tools/contract/contract_reader.hpp"

#include <algorithm>

#include "strata/json/suggest.hpp"
#include "tools/contract/closed_schema.hpp"
#include "tools/contract/load_schemas.hpp"
#include "tools/contract/schema_checker.hpp"
#include "tools/contract/value_checker.hpp"
#include "tools/model/names.hpp"
#include "tools/model/reserved.hpp"

namespace strata::tools {

void ContractReader::check() {
    const Node& root = source_.root;
    if (!root.is_object()) return error(root.location, "a contract must be an object");
    Fields fields(root, "contract",
                  {"$schema", "$id", "$comment", "title", "description", "$defs", "errors",
                   "methods", "events"},
                  diagnostics_);
    module_.title = fields.text("title");
    module_.description = fields.text("description");
    for (const std::string_view name : {"$defs", "errors", "methods", "events"}) {
        const Node* node = root.find(name);
        if (node && !node->is_object())
            error(node->location, std::string(name) + " must be an object");
    }
    SchemaChecker checker(sources_, source_);
    each_schema([&](const Node& schema) { checker.check(schema); });
}

// Every schema of the file, not those inside of it.
void ContractReader::each_schema(const std::function<void(const Node&)>& visit) const {
    auto visit_type = [&](const Node* type) {
        if (type && !type->is_string()) visit(*type);
    };
    auto each_of = [&](std::string_view section, auto visit_member) {
        const Node* node = source_.root.find(section);
        if (!node) return;
        for (const NodeMember& each : node->members) visit_member(each.value);
    };
    each_of("$defs", visit);
    each_of("errors", [&](const Node& error) { visit_type(error.find("data")); });
    each_of("events", [&](const Node& event) { visit_type(event.find("data")); });
    each_of("methods", [&](const Node& method) {
        visit_type(method.find("returns"));
        const Node* parameters = method.find("parameters");
        if (!parameters || !parameters->is_object()) return;
        if (parameters->find("$ref")) return visit(*parameters);
        for (const NodeMember& each : parameters->members) visit_type(&each.value);
    });
}

void ContractReader::read() {
    auto each_of = [&](std::string_view section, auto reader) {
        const Node* node = source_.root.find(section);
        if (!node) return;
        for (const NodeMember& member : node->members) (this->*reader)(member);
    };
    each_of("errors", &ContractReader::read_error);
    each_of("events", &ContractReader::read_event);
    each_of("methods", &ContractReader::read_method);
    check_error_sets();
    each_schema([&](const Node& schema) { ValueChecker(sources_, source_).check(schema); });
}

// The set of a method's errors has a name as well: "SendErrors".
void ContractReader::check_error_sets() {
    for (const Method& method : module_.methods) {
        const auto name = method.parameters->name + "Errors";
        const Definition* other = method.errors.empty() ? nullptr : module_.find(name);
        if (!other) continue;
        error(other->location, "\"" + name + "\" is the set of errors of the method \"" +
                                   method.name + "\", so no type can be called that");
    }
}

auto ContractReader::type_of(const Node* type, const std::string& name) -> std::optional<Type> {
    if (!type) return std::nullopt;
    if (!type->is_string()) return lowering_.lower({&source_, type, name, false}, name);
    const auto schema = sources_.resolve_name(source_, type->text, type->location);
    if (!schema) return std::nullopt;
    Node reference{.kind = json::Kind::object, .location = type->location};
    reference.members.push_back(
        string_member("$ref", schema.source->name + "#" + schema.pointer, type->location));
    if (schema.pointer.empty()) return lowering_.lower(schema, schema.name);
    return lowering_.lower({&source_, &sources_.synthesize(std::move(reference)), name, false},
                           name);
}

void ContractReader::read_error(const NodeMember& member) {
    Fields fields(member.value, "error", {"status", "message", "data", "constraint"}, diagnostics_);
    auto error = std::make_unique<Error>();
    error->code = member.key;
    error->location = member.location;
    if (!is_snake_case(member.key)) {
        this->error(member.location, "an error's code must be in snake_case, such as \"" +
                                         snake_case(member.key) + "\"");
    }
    if (auto reason = reserved_error(member.key); !reason.empty()) {
        this->error(member.location, std::move(reason));
    }
    error->status = static_cast<int>(fields.count("status", 400, 599).value_or(400));
    error->message = fields.required_text("message");
    error->data = type_of(fields.find("data"), pascal_case(member.key) + "Data");
    if (error->data && holds_sensitive(*error->data)) {
        this->error(fields.find("data")->location, "an error can't carry what is sensitive");
    }
    error->constraint = fields.text("constraint");
    if (schemas_ != nullptr) {
        schemas_->errors[Contracts::name(module_, error->code)].result =
            closed(fields.find("data"));
    }
    module_.errors.push_back(std::move(error));
}

void ContractReader::read_event(const NodeMember& member) {
    Fields fields(member.value, "event", {"summary", "description", "data", "access", "from"},
                  diagnostics_);
    Event event{
        .name = member.key, .cpp_name = pascal_case(member.key), .location = member.location};
    if (!is_camel_case(member.key)) error(member.location, "an event's name must be in camelCase");
    event.data = type_of(fields.find("data"), event.cpp_name + "Data");
    event.access = read_access(fields);
    event.summary = fields.text("summary");
    event.description = fields.text("description");
    event.from_client = fields.word("from", {"server", "client"}) == "client";
    if (event.from_client) {
        unique_name(member.key, event.handler_name(), member.location);
        if (!event.data) error(member.location, "an event from clients needs data");
    }
    if (schemas_ != nullptr) {
        schemas_->events[Contracts::name(module_, event.name)].result = closed(fields.find("data"));
    }
    module_.events.push_back(std::move(event));
}

void ContractReader::keep_method(const Method& method, const Fields& fields) {
    WireSchemas& kept = schemas_->methods[Contracts::name(module_, method.name)];
    kept.parameters = closed_schema(sources_, {&source_, parameters_, "", false});
    kept.result = closed(fields.find("returns"));
    const Node* examples = fields.find("examples");
    if (examples == nullptr) return;
    for (const Node& example : examples->items) kept.examples.push_back(example.to_json());
}

auto ContractReader::closed(const Node* type) -> std::optional<json::Json> {
    if (type == nullptr) return std::nullopt;
    if (!type->is_string()) return closed_schema(sources_, {&source_, type, "", false});
    const auto schema = sources_.resolve_name(source_, type->text, type->location);
    if (!schema) return std::nullopt;
    return closed_schema(sources_, schema);
}

auto ContractReader::unique_name(const std::string& json_name, const std::string& cpp_name,
                                 const Location& at) -> bool {
    const auto [known, is_new] = handler_names_.emplace(cpp_name, json_name);
    if (is_new) return true;
    error(at, "\"" + json_name + "\" and \"" + known->second + "\" both become \"" + cpp_name +
                  "\" in C++");
    return false;
}

void ContractReader::read_method(const NodeMember& member) {
    Fields fields(member.value, "method",
                  {"summary", "description", "access", "http", "parameters", "returns", "errors",
                   "status", "transaction", "lock", "idempotency", "timeout", "queue", "rateLimit",
                   "body", "onDisconnect", "deprecated", "examples"},
                  diagnostics_);
    Method method{
        .name = member.key, .cpp_name = snake_case(member.key), .location = member.location};
    if (!is_camel_case(member.key)) error(member.location, "a method's name must be in camelCase");
    if (method.cpp_name == "errors" || method.cpp_name == "events" || method.cpp_name == "done" ||
        method.cpp_name == "fail") {
        error(member.location,
              "a method can't be called \"" + member.key + "\": handlers use that name");
    }
    unique_name(member.key, method.cpp_name, member.location);
    const bool is_event = std::ranges::any_of(module_.events, [&](const Event& event) {
        return event.from_client && event.name == member.key;
    });
    if (is_event) error(member.location, "an event from clients has this name already");
    method.summary = fields.text("summary");
    method.description = fields.text("description");
    method.access = read_access(fields);
    read_parameters(method, fields);
    method.returns = type_of(fields.find("returns"), pascal_case(method.name) + "Result");
    read_method_errors(method, fields);
    read_rules(method, fields);
    read_http(method, fields);
    if (schemas_ != nullptr && diagnostics_.empty()) keep_method(method, fields);
    module_.methods.push_back(std::move(method));
}

auto ContractReader::parameter_schema(const Node& parameters) -> Node {
    const Location& at = parameters.location;
    Node properties{.kind = json::Kind::object, .location = at};
    Node required{.kind = json::Kind::array, .location = at};
    for (const NodeMember& each : parameters.members) {
        const bool optional = each.key.ends_with('?');
        NodeMember property = each;
        if (optional) property.key.pop_back();
        if (!is_camel_case(property.key)) {
            error(each.location, "a parameter's name must be in camelCase");
        }
        if (property.value.is_string()) {
            const auto schema =
                sources_.resolve_name(source_, property.value.text, property.value.location);
            if (!schema) continue;
            const auto pointer = schema.pointer;
            Node reference{.kind = json::Kind::object, .location = each.value.location};
            reference.members.push_back(
                string_member("$ref", schema.source->name + "#" + pointer, each.value.location));
            property.value = pointer.empty() ? *schema.node : std::move(reference);
        }
        const Node* preset = optional ? nullptr : property.value.find("default");
        if (preset != nullptr) {
            error(preset->location,
                  "\"" + property.key +
                      "\" is required, so its default is never taken: name it \"" + property.key +
                      "?\"");
        }
        if (!optional)
            required.items.push_back(string_member("", property.key, each.location).value);
        properties.members.push_back(std::move(property));
    }
    Node schema{.kind = json::Kind::object, .location = at};
    schema.members.push_back(string_member("type", "object", at));
    schema.members.push_back({"properties", at, std::move(properties)});
    schema.members.push_back({"required", at, std::move(required)});
    return schema;
}

void ContractReader::read_parameters(Method& method, Fields& fields) {
    const Node* parameters = fields.find("parameters");
    const auto name = pascal_case(method.name);
    Node none{.kind = json::Kind::object, .location = method.location};
    if (!parameters) parameters = &none;
    if (!parameters->is_object()) {
        error(parameters->location, "parameters must be an object");
        parameters = &none;
    }
    const bool whole = parameters->find("$ref");
    const Node& schema = whole ? *parameters : sources_.synthesize(parameter_schema(*parameters));
    parameters_ = &schema;
    Definition* definition = lowering_.define({&source_, &schema, name, false}, name);
    definition->location = method.location;
    definition->parameters = true;
    method.parameters = definition;
    const Definition* structure =
        definition->type.definition ? definition->type.definition : definition;
    if (structure->form != Form::structure) {
        error(parameters->location, "the parameters of a method must be an object with properties");
    }
}

void ContractReader::read_method_errors(Method& method, Fields& fields) {
    const Node* list = fields.find("errors");
    if (!list) return;
    std::vector<std::string_view> codes;
    for (const auto& each : module_.errors) codes.push_back(each->code);
    for (const std::string& code : read_names(*list)) {
        const auto found =
            std::ranges::find(module_.errors, code, [](const auto& each) { return each->code; });
        const auto at = std::ranges::find(list->items, code, &Node::text)->location;
        if (found == module_.errors.end()) {
            error(at, json::with_suggestion("unknown error \"" + code + "\"", code, codes));
        } else if (std::ranges::find(method.errors, found->get()) != method.errors.end()) {
            error(at, "the error \"" + code + "\" is listed twice");
        } else {
            method.errors.push_back(found->get());
        }
    }
}

auto ContractReader::read_names(const Node& names) -> std::vector<std::string> {
    std::vector<std::string> result;
    if (!names.is_array()) error(names.location, "this must be an array of names");
    for (const Node& name : names.items) {
        if (name.is_string() && !name.text.empty()) {
            result.push_back(name.text);
        } else {
            error(name.location, "this must be a name");
        }
    }
    return result;
}

auto ContractReader::read_access(Fields& fields) -> Access {
    const Node* node = fields.find("access");
    if (!node || node->is_string()) {
        return {.kind = fields.word("access", {"authenticated", "public", "internal"})};
    }
    Fields groups(*node, "restricted access", {"group", "login"}, diagnostics_);
    if (node->members.size() != 1) {
        error(node->location, "access must name a group or a login: {\"group\": [\"admins\"]}");
        return {};
    }
    const NodeMember& only = node->members.front();
    Access access{.kind = only.key, .names = read_names(only.value)};
    if (access.names.empty()) error(only.value.location, "this must name at least one " + only.key);
    return access;
}

}  // namespace strata::tools
