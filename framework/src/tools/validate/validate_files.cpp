#include "tools/validate/validate_files.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "strata/json/source.hpp"
#include "strata/schema/schema.hpp"
#include "tools/metaschema/data_reader.hpp"
#include "tools/validate/error_json.hpp"
#include "tools/validate/metaschema_document.hpp"

namespace strata::tools {
namespace {

using json::Document;
using json::Json;
using json::SourceError;

// What ends the command with 2.
struct Unusable final {
    SourceError error;
    std::string pointer{};
};

auto read_file(const std::string& file) -> std::string {
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file)) throw Unusable{{file, {}, "can't be read"}};
    return {std::istreambuf_iterator<char>(in), {}};
}

// What a schema in metaschema notation is as JSON Schema.
auto read_metaschema(const std::string& file) -> std::string {
    Diagnostics diagnostics;
    const auto document = metaschema_document(file, diagnostics);
    if (document) return document->to_string();
    const auto error = diagnostics.sorted().front();
    const auto& at = error.location;
    throw Unusable{{at.file, {at.line, at.column}, error.message}};
}

// Schemas are written by people: comments and trailing commas are allowed.
auto read_schema(const std::string& file) -> Document {
    auto text = read_file(file);
    if (is_metaschema(text)) text = read_metaschema(file);
    auto document = json::parse_source(file, text);
    if (!document) throw Unusable{document.error()};
    return *std::move(document);
}

// Instances are strict JSON.
auto read_instance(const std::string& file) -> Document {
    const std::string text = read_file(file);
    if (auto strict = Json::parse(text); !strict) {
        const auto& error = strict.error();
        throw Unusable{{file, {error.line, error.column}, error.message}};
    }
    auto document = json::parse_source(file, text);
    if (!document) throw Unusable{document.error()};
    return *std::move(document);
}

auto meta_schema_uri(const Document& schema, const std::string& draft) -> std::string {
    const Json* own = schema.root().find("$schema");
    if (own != nullptr && own->is_string()) return own->as_string();
    return draft == "draft7" ? "http://json-schema.org/draft-07/schema"
                             : "https://json-schema.org/draft/2020-12/schema";
}

// What the schema's own meta-schema says to it.
void check_schema(const Document& schema, const std::string& draft,
                  const schema::Options& options) {
    auto reference = Json::object();
    reference["$ref"] = meta_schema_uri(schema, draft);
    const auto meta = schema::Schema::compile(reference, options);
    if (!meta) return;  // the schema's own compilation says what is wrong with its $schema
    const auto verdict = meta->validate(schema.root(), schema::Mode::first);
    if (verdict) return;
    const auto& error = verdict.errors.front();
    throw Unusable{schema.error_at_value(error.pointer, error.message), error.pointer};
}

auto compile(const Document& document, const ValidateRequest& request,
             const schema::Registry& registry) -> schema::Schema {
    schema::Options options;
    options.draft = *schema::find_draft(request.draft);
    options.assert_format = request.assert_format;
    options.registry = &registry;
    check_schema(document, request.draft, options);
    auto compiled = schema::Schema::compile(document.root(), options);
    if (compiled) return *std::move(compiled);
    const auto& error = compiled.error();
    throw Unusable{document.error_at_value(error.pointer, error.message), error.pointer};
}

void print(const Document& instance, const schema::Verdict& verdict, std::ostream& out) {
    if (verdict) {
        out << instance.file() << ": valid\n";
        return;
    }
    for (const auto& error : verdict.errors) {
        const std::string where = error.pointer.empty() ? "" : error.pointer + ": ";
        const std::string keyword = error.keyword.empty() ? "" : " (" + error.keyword + ")";
        out << instance.error_at_value(error.pointer, where + error.message + keyword).to_string()
            << '\n';
    }
}

auto to_json(const Document& instance, const schema::Verdict& verdict) -> Json {
    auto errors = Json::array();
    for (const auto& error : verdict.errors) {
        Json& made = errors.push_back(error_json(error));
        const auto position = instance.value_position(error.pointer);
        made["line"] = static_cast<std::uint64_t>(position.line);
        made["column"] = static_cast<std::uint64_t>(position.column);
    }
    auto out = Json::object();
    out["file"] = instance.file();
    out["valid"] = verdict.valid;
    out["errors"] = std::move(errors);
    return out;
}

auto to_json(const Unusable& unusable) -> Json {
    auto error = Json::object();
    error["file"] = unusable.error.file;
    error["line"] = static_cast<std::uint64_t>(unusable.error.position.line);
    error["column"] = static_cast<std::uint64_t>(unusable.error.position.column);
    error["pointer"] = unusable.pointer;
    error["message"] = unusable.error.message;
    auto out = Json::object();
    out["error"] = std::move(error);
    return out;
}

// The results of the instances so far: what the command says and how it exits.
struct Outcome final {
    int status = 0;
    Json instances = Json::array();
};

void check_instance(const std::string& file, const schema::Schema& schema, bool json,
                    Outcome& outcome, std::ostream& out) {
    const Document instance = read_instance(file);
    const auto verdict = schema.validate(instance.root());
    if (!verdict) outcome.status = std::max(outcome.status, 1);
    if (json) {
        outcome.instances.push_back(to_json(instance, verdict));
    } else {
        print(instance, verdict, out);
    }
}

// One that can't be read does not keep the others from being checked.
void refuse_instance(const Unusable& unusable, bool json, Outcome& outcome, std::ostream& err) {
    outcome.status = 2;
    if (!json) {
        err << unusable.error.to_string() << '\n';
        return;
    }
    auto made = to_json(unusable);
    made["file"] = unusable.error.file;
    made["valid"] = false;
    outcome.instances.push_back(std::move(made));
}

auto run(const ValidateRequest& request, std::ostream& out, std::ostream& err) -> int {
    schema::Registry registry;
    for (const auto& [uri, file] : request.remotes) registry.add(uri, read_schema(file).root());
    const auto schema = compile(read_schema(request.schema), request, registry);
    Outcome outcome;
    for (const std::string& file : request.instances) {
        try {
            check_instance(file, schema, request.json, outcome, out);
        } catch (const Unusable& unusable) {
            refuse_instance(unusable, request.json, outcome, err);
        }
    }
    if (request.json) {
        auto result = Json::object();
        result["valid"] = outcome.status == 0;
        result["instances"] = std::move(outcome.instances);
        out << result.to_string(2) << '\n';
    } else if (request.instances.empty()) {
        out << request.schema << ": a valid schema\n";
    }
    return outcome.status;
}

}  // namespace

auto validate_files(const ValidateRequest& request, std::ostream& out, std::ostream& err) -> int {
    try {
        return run(request, out, err);
    } catch (const Unusable& unusable) {
        if (request.json) {
            out << to_json(unusable).to_string(2) << '\n';
        } else {
            err << unusable.error.to_string() << '\n';
        }
        return 2;
    }
}

}  // namespace strata::tools
