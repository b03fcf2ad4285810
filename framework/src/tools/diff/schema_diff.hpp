#pragma once
// SchemaDiff: what changed between two closed schemas of one value (closed_schema.hpp).
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "strata/json/json.hpp"
#include "tools/diff/change.hpp"

namespace strata::tools::diff {

class SchemaDiff final {
  public:
    using Json = json::Json;
    // `pointer` is of the value, as a document has it; an array's elements are "/*".
    using Report =
        std::function<void(Severity, const std::string& pointer, const std::string& message)>;

    // The schemas outlive it.
    SchemaDiff(const Json& before, const Json& after, Side side, Report report)
        : old_root_(before), new_root_(after), side_(side), report_(std::move(report)) {}
    void run() { compare(old_root_, new_root_, ""); }

  private:
    void compare(const Json& before, const Json& after, const std::string& at);
    [[nodiscard]] static auto resolve(const Json& root, const Json& schema) -> const Json&;
    void compare_keywords(const Json& old_schema, const Json& new_schema, const std::string& at);
    void compare_types(const Json& before, const Json& after, const std::string& at);
    void compare_values(const Json& before, const Json& after, const std::string& at);
    void compare_bounds(const Json& before, const Json& after, const std::string& at);
    void compare_texts(const Json& before, const Json& after, const std::string& at);
    void compare_members(const Json& before, const Json& after, const std::string& at);
    void member_added(const Json& after, const std::string& name, const std::string& at);
    void member_removed(const Json& before, const std::string& name, const std::string& at);
    void compare_items(const Json& before, const Json& after, const std::string& at);
    [[nodiscard]] auto pair_alternatives(const Json& before, const Json& after) const
        -> std::vector<std::optional<std::size_t>>;
    void compare_alternatives(const Json& before, const Json& after, const std::string& at);
    void compare_rest(const Json& before, const Json& after, const std::string& at);
    void widened(const std::string& at, const std::string& message,
                 Severity of_answer = Severity::risky);
    void narrowed(const std::string& at, const std::string& message);

    const Json& old_root_;
    const Json& new_root_;
    const Side side_;
    const Report report_;
    std::set<std::pair<const void*, const void*>> seen_{};  // of schemas that contain themselves
};

}  // namespace strata::tools::diff
