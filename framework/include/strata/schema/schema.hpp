#pragma once
// Schema: a JSON Schema of draft 2020-12 or 7, whole, compiled once into a program that runs over
// documents.
//
//     auto schema = Schema::compile(document, {.assert_format = true});
//     if (!schema) ...                       // schema.error(): where and why
//     auto verdict = schema->validate(instance);
//
// References are resolved when compiling: within the document, against Options::registry, and to
// the meta-schemas, which are built in. Nothing is ever fetched. Unknown keywords are ignored, as
// the specification says.
//
// Bounds: the depth and the work of a validation are limited on any document and any schema
// (recursion without end included); past the limit the document is not valid, and the error says
// so. A document that is valid costs no allocation.
//
// Threads: a Schema is immutable; any thread may validate. Copies share the program.
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strata/json/json.hpp"

namespace strata::schema {

enum class Draft : std::uint8_t { draft7, draft2020_12 };

// "draft7", "draft2020-12".
[[nodiscard]] auto find_draft(std::string_view name) noexcept -> std::optional<Draft>;

// Documents that a schema may refer to, by absolute URI. Outlives no Schema: what is compiled holds
// copies.
class Registry final {
  public:
    // Replaces a document of the same URI. The document's own $id is an address of it too, once it
    // is used.
    void add(std::string_view uri, json::Json document);
    [[nodiscard]] auto find(std::string_view uri) const -> const json::Json*;

  private:
    std::map<std::string, json::Json, std::less<>> documents_;
};

struct Options final {
    Draft draft = Draft::draft2020_12;  // where a document has no $schema
    bool assert_format = false;  // else `format` is an annotation, unless the vocabulary asserts it
    bool assert_content = false;  // contentEncoding, contentMediaType (draft 7 always asserts them)
    // `integer` also means: fits in int64 or uint64; the formats int64 and uint64 say in which.
    bool bounded_integers = false;
    std::string base_uri{};  // where the document comes from, if it has no $id
    const Registry* registry = nullptr;
    std::uint64_t max_steps = 10'000'000;  // schemas applied to values, in one validation
};

enum class Mode : std::uint8_t {
    verdict,  // only whether
    first,    // stop at the first error
    all,      // up to Schema::max_errors
};

struct Error final {
    std::string pointer;  // of the value in the document
    std::string keyword;  // "minLength"; empty for a false schema
    std::string
        schema_location;  // of the keyword: "https://example.com/a.json#/properties/x/minLength"
    std::string message;  // "must have at least 3 characters"
};

struct Verdict final {
    bool valid = true;
    std::vector<Error> errors{};
    explicit operator bool() const noexcept { return valid; }
};

struct CompileError final {
    std::string location;  // "https://example.com/a.json#/properties/x/pattern"
    std::string pointer;   // of the same within its document: "/properties/x/pattern"
    std::string message;
};

struct Program;

class Schema final {
  public:
    static constexpr std::size_t max_errors = 16;

    [[nodiscard]] static auto compile(const json::Json& document, const Options& options = {})
        -> std::expected<Schema, CompileError>;

    [[nodiscard]] auto is_valid(const json::Json& instance) const -> bool;
    [[nodiscard]] auto validate(const json::Json& instance, Mode mode = Mode::all) const -> Verdict;

  private:
    explicit Schema(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
    std::shared_ptr<const Program> program_;
};

}  // namespace strata::schema
