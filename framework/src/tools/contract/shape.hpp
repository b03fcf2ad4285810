#pragma once
// Shape: what a schema says of one value once its $ref and allOf are followed: for each keyword the
// places that state it, outermost first.
#include <map>
#include <string_view>
#include <vector>

#include "tools/contract/sources.hpp"

namespace strata::tools {

struct Found {
    SchemaRef schema{};  // the schema that states it
    const NodeMember* member = nullptr;

    [[nodiscard]] auto value() const -> const Node& { return member->value; }
};

class Shape final {
  public:
    Shape(Sources& sources, const SchemaRef& schema);

    // False: it says what static types can't express.
    [[nodiscard]] auto is_static() const noexcept -> bool { return is_static_; }
    // Its values are to be checked by the compiled validator before they are read.
    [[nodiscard]] auto is_checked() const noexcept -> bool { return is_checked_; }
    [[nodiscard]] auto all(std::string_view keyword) const -> const std::vector<Found>&;
    [[nodiscard]] auto first(std::string_view keyword) const -> const Found*;
    [[nodiscard]] auto has(std::string_view keyword) const -> bool { return first(keyword); }
    // Nothing but annotations: any value.
    [[nodiscard]] auto is_anything() const -> bool;
    // Of several schemas that say something of properties none sees what the others allow.
    [[nodiscard]] auto object_parts() const noexcept -> std::size_t { return object_parts_; }
    // The types that every `type` allows; without one those of `const` or `enum`, or all.
    [[nodiscard]] auto types() const -> std::vector<std::string>;
    [[nodiscard]] auto flag(std::string_view keyword) const -> bool;

  private:
    void keep_types_of_values(std::vector<std::string>& types) const;
    void gather(Sources& sources, const SchemaRef& schema, unsigned depth);

    std::map<std::string_view, std::vector<Found>> found_;
    std::size_t object_parts_ = 0;
    bool is_static_ = true;
    bool is_checked_ = false;
};

// Says nothing of the value itself: title, description, default, ...
[[nodiscard]] auto is_annotation(std::string_view keyword) -> bool;

}  // namespace strata::tools
