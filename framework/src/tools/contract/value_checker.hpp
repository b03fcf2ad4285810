#pragma once
// ValueChecker: the values that a contract itself gives (default, examples, enum, const, a method's
// examples) against their schemas, by the compiled validator.
#include <string_view>

#include "tools/contract/sources.hpp"

namespace strata::tools {

class ValueChecker final {
  public:
    ValueChecker(Sources& sources, const Source& source)
        : sources_(sources), source_(source), diagnostics_(sources.diagnostics()) {}

    // The values of a schema and of all schemas inside.
    void check(const Node& schema);
    // One value; `what` is what messages call it: "the default".
    void check_value(const Node& schema, const Node& value, std::string_view what);

  private:
    void check_own_values(const Node& schema);

    Sources& sources_;
    const Source& source_;
    Diagnostics& diagnostics_;
};

}  // namespace strata::tools
