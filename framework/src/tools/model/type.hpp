#pragma once
// Type: how a value of a schema is held in C++: a scalar, a named type of a module (`definition`),
// an array or a map of other types, or a Json that the compiled validator checks. A plain value;
// definitions belong to the Model, which must outlive it.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace strata::tools {

struct Definition;
struct Module;

enum class Kind : std::uint8_t {
    uuid,              // strata::Uuid
    text,              // std::string
    integer,           // std::int64_t
    unsigned_integer,  // std::uint64_t
    number,            // double
    boolean,           // bool
    timestamp,         // strata::Timestamp
    bytes,             // strata::Bytes
    json,              // strata::json::Json
    enumeration,       // an enum class; always a definition
    object,            // a struct; always a definition
    variant,           // a struct over std::variant; always a definition
    array,             // std::vector<element>
    map,               // std::map<std::string, element>
    tuple,             // std::tuple<elements...>
};

// What a value must satisfy beyond its C++ type. Numbers are C++ literals without a suffix.
struct Rule {
    std::optional<std::uint64_t> min_length{};
    std::optional<std::uint64_t> max_length{};
    std::vector<std::string> patterns{};
    std::string format{};  // one that std::string holds: "email"
    std::string minimum{};
    std::string maximum{};
    std::string exclusive_minimum{};
    std::string exclusive_maximum{};
    std::string multiple_of{};
    std::vector<std::string> allowed{};        // const or enum, as C++ literals
    std::optional<std::uint64_t> min_items{};  // of an array, or properties of a map
    std::optional<std::uint64_t> max_items{};
    bool unique_items = false;
    std::string schema{};  // JSON text of the schema that the compiled validator checks

    [[nodiscard]] auto empty() const -> bool { return *this == Rule(); }
    friend auto operator==(const Rule&, const Rule&) -> bool = default;
};

struct Type {
    Kind kind = Kind::json;
    const Definition* definition = nullptr;  // null: the plain C++ type of the kind
    bool nullable = false;                   // null is a value too: std::optional around it
    bool boxed = false;                      // strata::Box around it: it contains itself
    std::shared_ptr<const Type> element{};   // of arrays and maps
    std::vector<Type> elements{};            // of tuples, in order
    Rule rule{};  // checked where the type is used; a definition checks its own
    bool sensitive = false;
    bool version = false;  // a member that counts the changes of what it belongs to

    // uuid to json, and enumerations: what one database column holds.
    [[nodiscard]] auto is_scalar() const noexcept -> bool { return kind <= Kind::enumeration; }
    // What it holds: the element of an array or map, the elements of a tuple.
    [[nodiscard]] auto inner() const noexcept -> std::span<const Type>;
    // A scalar with a class of its own: OrderId, Title.
    [[nodiscard]] auto is_named_scalar() const noexcept -> bool;
};

// Whether it is sensitive, or anything inside of it is.
[[nodiscard]] auto holds_sensitive(const Type& type) -> bool;

// The type as code in namespace schemas::SCOPE writes it: "Order", "auth::AccountId",
// "std::vector<Order>"; without a scope fully qualified: "schemas::orders::Order".
[[nodiscard]] auto cpp_type(const Type& type, const Module* scope = nullptr) -> std::string;

// The plain C++ type of a kind that is no definition of its own: "std::string", "strata::Uuid".
[[nodiscard]] auto plain_cpp_type(Kind kind) -> std::string;

// How JSON writes a value of the kind, as json::Kind calls it: "string", "object"; empty if that
// depends on the value.
[[nodiscard]] auto json_kind(Kind kind) -> std::string_view;

// The headers that declare it, sorted: "schemas/orders.hpp", "<string>", "strata/values/uuid.hpp";
// standard headers come in angle brackets, the others bare.
[[nodiscard]] auto includes_of(const Type& type) -> std::vector<std::string>;

}  // namespace strata::tools
