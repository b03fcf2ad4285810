#include "tools/validate/json_lines.hpp"

#include <istream>
#include <optional>
#include <ostream>

#include "tools/validate/error_json.hpp"

namespace strata::tools {
namespace {

using json::Json;

// Deeper than other documents: a request wraps a schema and an instance.
constexpr unsigned max_depth = 512;

auto failure(const Json* id, std::string message) -> Json {
    auto out = Json::object();
    out["id"] = id == nullptr ? Json() : *id;
    out["error"] = std::move(message);
    return out;
}

// Of a line that is not JSON: its id, where that stands before what is wrong.
auto rescued_id(std::string_view line) -> std::optional<Json> {
    json::Reader reader(line, max_depth);
    if (reader.peek() != json::Kind::object || !reader.begin_object()) return std::nullopt;
    Json id;
    for (std::string_view key; reader.next_member(key);) {
        if (key != "id") {
            if (!reader.skip()) break;
        } else if (reader.read_json(id)) {
            return id;
        }
    }
    return std::nullopt;
}

auto read_options(const Json& request, schema::Options& options) -> std::optional<std::string> {
    if (const Json* draft = request.find("draft")) {
        const auto known =
            draft->is_string() ? schema::find_draft(draft->as_string()) : std::nullopt;
        if (!known) return "draft must be \"draft2020-12\" or \"draft7\"";
        options.draft = *known;
    }
    if (const Json* format = request.find("format")) {
        if (!format->is_boolean()) return "format must be a boolean";
        options.assert_format = format->as_bool();
    }
    return std::nullopt;
}

}  // namespace

auto JsonLines::answer(std::string_view line) -> std::string {
    const auto request = Json::parse(line, max_depth);
    if (!request) {
        const auto& error = request.error();
        const auto id = rescued_id(line);
        return failure(id ? &*id : nullptr,
                       "column " + std::to_string(error.column) + ": " + error.message)
            .to_string();
    }
    if (!request->is_object()) return failure(nullptr, "a request must be an object").to_string();
    const Json& object = *request;
    return (object.contains("op") ? remotes(object) : validate(object)).to_string();
}

auto JsonLines::remotes(const Json& request) -> Json {
    const Json& op = request.at("op");
    const Json* documents = request.find("documents");
    if (!op.is_string() || op.as_string() != "remotes")
        return failure(request.find("id"), "unknown op");
    if (documents == nullptr || !documents->is_object()) {
        return failure(request.find("id"), "documents must be an object");
    }
    for (const auto [uri, document] : documents->members()) registry_.add(uri, document);
    last_.reset();
    auto out = Json::object();
    out["ok"] = true;
    return out;
}

// Requests with the same schema mostly follow each other.
auto JsonLines::compile(const Json& document, const schema::Options& options) -> const Compiled& {
    if (!last_ || last_->draft != options.draft || last_->format != options.assert_format ||
        last_->document != document) {
        last_.emplace(document, options.draft, options.assert_format,
                      schema::Schema::compile(document, options));
    }
    return last_->schema;
}

auto JsonLines::validate(const Json& request) -> Json {
    const Json* id = request.find("id");
    const Json* document = request.find("schema");
    const Json* instance = request.find("instance");
    if (document == nullptr || instance == nullptr) {
        return failure(id, "a request needs schema and instance");
    }
    schema::Options options;
    options.registry = &registry_;
    if (auto bad = read_options(request, options)) return failure(id, *std::move(bad));
    const Compiled& schema = compile(*document, options);
    if (!schema) return failure(id, schema.error().location + ": " + schema.error().message);
    const auto verdict = schema->validate(*instance);
    auto out = Json::object();
    out["id"] = id == nullptr ? Json() : *id;
    out["valid"] = verdict.valid;
    out["errors"] = Json::array();
    for (const auto& error : verdict.errors) out["errors"].push_back(error_json(error));
    return out;
}

void serve_json_lines(std::istream& in, std::ostream& out) {
    JsonLines lines;
    for (std::string line; std::getline(in, line);) out << lines.answer(line) << std::endl;
}

}  // namespace strata::tools
