#pragma once
// Documents: the schema documents of one compilation, their resources and identifiers, and what
// references lead to.
#include <deque>
#include <map>
#include <string>
#include <unordered_map>

#include "schema/dialect.hpp"
#include "schema/program.hpp"
#include "strata/schema/schema.hpp"

namespace strata::schema {

// Ends a compilation; caught by Schema::compile().
struct Refused final {
    CompileError error;
};

struct Resource final {
    ResourceId id = 0;
    std::string uri;  // absolute where known, without a fragment
    const json::Json* root = nullptr;
    Dialect dialect;
    std::map<std::string, const json::Json*, std::less<>> anchors{};
    std::map<std::string, const json::Json*, std::less<>> dynamic_anchors{};
};

// Where a schema is: its pointer from the root of its resource, and from the root of its document.
struct Place final {
    Resource* resource = nullptr;
    std::string pointer;
    std::string document_pointer;
};

class Documents final {
  public:
    explicit Documents(const Options& options) : options_(options) {}

    void add_root(const json::Json& document);
    // REQUIRES: a schema of add_root()'s document or one that resolve() gave or that is within
    // those.
    [[nodiscard]] auto place(const json::Json& schema) const -> const Place& {
        return places_.at(&schema);
    }
    // The schema that a reference in `from` leads to.
    [[nodiscard]] auto resolve(const Place& from, std::string_view keyword,
                               std::string_view reference) -> const json::Json&;

    [[nodiscard]] static auto location(const Place& place, std::string_view keyword) -> std::string;
    [[noreturn]] static void refuse(const Place& place, std::string_view keyword,
                                    std::string_view message);

  private:
    auto add_document(std::string_view uri, const json::Json& document, const Dialect& dialect)
        -> Resource*;
    auto new_resource(std::string uri, const json::Json& root, const Dialect& dialect) -> Resource*;
    auto find_resource(const std::string& uri, const Dialect& dialect) -> Resource*;
    auto find_document(std::string_view uri) const -> const json::Json*;
    auto dialect_at(const json::Json& root, const Place& place, const Dialect& inherited)
        -> Dialect;
    auto find_dialect(std::string_view uri, unsigned depth) -> std::optional<Dialect>;

    void index(const json::Json& node, Place place, unsigned depth);
    void index_keyword(const json::Json& value, Shape shape, const Place& at, unsigned depth);
    void enter_resource(const json::Json& node, Place& place);
    static void note_anchors(const json::Json& node, Resource& resource);
    auto at_pointer(Resource& resource, std::string_view pointer) -> const json::Json*;

    const Options& options_;
    std::deque<Resource> resources_;
    std::map<std::string, Resource*, std::less<>> by_uri_;
    std::unordered_map<const json::Json*, Place> places_;
};

}  // namespace strata::schema
