#pragma once
// SchemaChecker: the strict reading of one schema of a contract: every keyword known, with a value
// that it can have, no limits that exclude each other, every reference leading somewhere.
#include "tools/contract/keywords.hpp"
#include "tools/contract/sources.hpp"

namespace strata::tools {

class SchemaChecker final {
  public:
    SchemaChecker(Sources& sources, const Source& source)
        : sources_(sources), source_(source), diagnostics_(sources.diagnostics()) {}

    void check(const Node& schema);

  private:
    void check_value(const NodeMember& member, const Keyword& keyword);
    void check_each(const Node& list_or_map);
    void check_number(const NodeMember& member, KeywordValue kind);
    void check_names(const NodeMember& member, const Node& names);
    void check_type(const NodeMember& member);
    void check_format(const NodeMember& member);
    void check_pattern(const Node& pattern);
    void check_object_of(const NodeMember& member, KeywordValue kind);
    void check_limits(const Node& schema);
    void check_order(const Node& schema, std::string_view low, std::string_view high);
    void unknown_keyword(const NodeMember& member);
    void error(const Location& at, std::string message) {
        diagnostics_.error(at, std::move(message));
    }

    Sources& sources_;
    const Source& source_;
    Diagnostics& diagnostics_;
};

}  // namespace strata::tools
