#pragma once
// Sources: the contract files of a service as parsed text, and the schemas that a $ref in one of
// them names.
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/model/diagnostics.hpp"
#include "tools/model/module.hpp"
#include "tools/source/node.hpp"

namespace strata::tools {

struct Source {
    std::string name{};  // "orders.schema", as a $ref names it
    Module* module = nullptr;
    Node root{};
};

// A schema and the file that its references start from.
struct SchemaRef {
    const Source* source = nullptr;
    const Node* node = nullptr;
    std::string name{};  // what the schema is called: "Order" of "#/$defs/Order", "OrderStatus" of
                         // its property
    bool is_definition = false;  // exactly an entry of $defs
    std::string pointer{};       // "/$defs/Order", if it was resolved by one

    explicit operator bool() const noexcept { return node != nullptr; }
};

class Sources final {
  public:
    explicit Sources(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    // Parses the text; an error is reported, and the file left out.
    auto add(std::unique_ptr<Module> module, const std::string& name) -> std::unique_ptr<Module>;

    // The same of what was read already; or more definitions for a source that is there.
    auto add(std::unique_ptr<Module> module, const std::string& name, Node root)
        -> std::unique_ptr<Module>;
    void define(std::string_view name, Node definitions);
    // By the name of its file; null if there is none.
    [[nodiscard]] auto find(std::string_view name) const -> const Source*;

    // What a `$ref` at `at` in `source` leads to; null after an error that is reported once.
    auto resolve(const Source& source, std::string_view reference, const Location& at) -> SchemaRef;
    // The same for a type's name: "Order", "Order/status", "auth.Account", "string".
    auto resolve_name(const Source& source, std::string_view name, const Location& at) -> SchemaRef;

    // A schema that is not in any file: the closed object of a method's parameters.
    auto synthesize(Node node) -> const Node& { return synthesized_.emplace_back(std::move(node)); }

    [[nodiscard]] auto all() const noexcept -> const std::deque<Source>& { return sources_; }
    [[nodiscard]] auto diagnostics() noexcept -> Diagnostics& { return diagnostics_; }

  private:
    auto find_anchor(const Source& source, std::string_view anchor) -> SchemaRef;
    auto find_pointer(const Source& source, const std::string& pointer) -> SchemaRef;
    auto find_property(const SchemaRef& schema, std::string_view property, unsigned depth)
        -> SchemaRef;
    auto built_in(std::string_view name, const Location& at) -> const Node*;
    void unknown_type(const Source& source, std::string_view name, const Location& at);

    Diagnostics& diagnostics_;
    std::deque<Source> sources_;
    std::deque<Node> synthesized_;
};

// {"key": "text"}: a string member of a synthesized schema.
[[nodiscard]] auto string_member(std::string key, std::string text, const Location& at)
    -> NodeMember;

}  // namespace strata::tools
