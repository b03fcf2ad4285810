#pragma once
// Definition: a type with a name of its own in a module's namespace: a `$defs` entry, or an object,
// enum or variant written inline, named after its owner and member (`OrderStatus`). Owned by its
// Module.
#include <optional>
#include <string>
#include <vector>

#include "tools/model/location.hpp"
#include "tools/model/type.hpp"

namespace strata::tools {

// A property of an object. In C++ a public member of the struct.
struct Member {
    std::string json_name{};  // "orderId"
    std::string cpp_name{};   // "order_id"
    Type type{};
    bool required = false;
    std::string default_value{};  // a C++ expression in the module's namespace; empty: none
    std::string constant{};       // a C++ literal: the member is static, and checked; empty: none
    std::string description{};
    Location location{};

    // Held as std::optional: it may be absent, and nothing stands in for it.
    [[nodiscard]] auto is_optional() const noexcept -> bool {
        return !required && default_value.empty();
    }
};

// The C++ type of the member as a whole, std::optional included.
[[nodiscard]] auto cpp_type(const Member& member, const Module* scope = nullptr) -> std::string;

struct Enumerator {
    std::string json_value{};
    std::string cpp_name{};
};

struct Alternative {
    Type type{};
    std::string_view kind{};  // how JSON writes it: "object"; empty: that depends on the value
    std::string tag{};    // the discriminator's value; empty: the only one of its kind, or tried
    bool closed = false;  // an object that takes no other members, whatever stands beside it
};

enum class Form : std::uint8_t {
    alias,        // using Tags = std::vector<Tag>;
    scalar,       // class Title final : public strata::Named<Title, std::string>
    enumeration,  // enum class
    structure,    // struct with members
    variant,      // struct over std::variant
};

struct Definition {
    const Module* module = nullptr;
    std::string name{};  // "Order", in JSON as in C++
    Form form = Form::alias;
    Type type{};  // what it is made of: the aliased type, the named scalar's plain type, or this
                  // very definition
    std::string description{};
    std::string value_type{};  // scalar: "domain::Money", a class of the service's own
    Location location{};

    std::vector<Member> members{};     // structure: in the contract's order
    std::optional<Type> additional{};  // structure: a map member `additional` for any other key
    std::vector<Enumerator> enumerators{};    // enumeration
    std::vector<Alternative> alternatives{};  // variant
    std::string discriminator{};              // variant: the property that tells objects apart
    std::optional<std::uint64_t> min_properties{};  // structure
    std::optional<std::uint64_t> max_properties{};
    bool recursive = false;   // it contains itself, directly or through others
    bool parameters = false;  // a method's parameter struct

    [[nodiscard]] auto find_member(std::string_view cpp_name) const -> const Member*;
    // The member that counts its changes; null if there is none.
    [[nodiscard]] auto version() const -> const Member*;
    // Of a variant: what std::variant holds, each type once.
    [[nodiscard]] auto alternative_types() const -> std::vector<std::string>;
    // The members in the order of the constructor: required ones first; constants are left out.
    [[nodiscard]] auto constructor_order() const -> std::vector<const Member*>;
};

}  // namespace strata::tools
