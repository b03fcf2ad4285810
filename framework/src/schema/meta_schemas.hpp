#pragma once
// The meta-schemas that are part of the library: no reference to them is ever fetched.
#include <span>
#include <string_view>

namespace strata::schema {

struct MetaSchema final {
    std::string_view uri;  // without a fragment
    std::string_view text;
};

[[nodiscard]] auto built_in_meta_schemas() noexcept -> std::span<const MetaSchema>;

}  // namespace strata::schema
