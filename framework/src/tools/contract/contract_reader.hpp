#pragma once
// ContractReader: one contract file into its Module: errors, methods and events; the types are
// already defined.
#include <functional>
#include <map>

#include "tools/contract/fields.hpp"
#include "tools/contract/lowering.hpp"
#include "tools/contract/sources.hpp"

namespace strata::tools {

struct Contracts;

class ContractReader final {
  public:
    // `schemas` gets those of what goes over the wire, if it isn't null.
    ContractReader(Sources& sources, Lowering& lowering, const Source& source,
                   Contracts* schemas = nullptr)
        : sources_(sources),
          lowering_(lowering),
          source_(source),
          module_(*source.module),
          diagnostics_(sources.diagnostics()),
          schemas_(schemas) {}

    // The root's own members and every schema; before any type is defined.
    void check();
    void read();

  private:
    void each_schema(const std::function<void(const Node&)>& visit) const;
    void check_error_sets();
    void read_error(const NodeMember& member);
    void read_event(const NodeMember& member);
    void read_method(const NodeMember& member);
    void read_rules(Method& method, Fields& fields);
    void read_http(Method& method, Fields& fields);
    void read_path(const Method& method, const Node& at);
    void read_parameters(Method& method, Fields& fields);
    auto parameter_schema(const Node& parameters) -> Node;
    void read_method_errors(Method& method, Fields& fields);
    void check_version(const Method& method);
    void read_locks(Method& method, Fields& fields);
    void read_lock(Method& method, const Node& lock);
    void read_queue(Method& method, Fields& fields);
    void read_rate_limit(Method& method, Fields& fields);
    void read_deprecated(Method& method, Fields& fields);
    void read_examples(const Method& method, Fields& fields);
    void read_example(const Method& method, const Node& example, const Node* returns);
    auto read_access(Fields& fields) -> Access;
    auto read_names(const Node& names) -> std::vector<std::string>;
    auto type_of(const Node* type, const std::string& name) -> std::optional<Type>;
    void keep_method(const Method& method, const Fields& fields);
    auto closed(const Node* type) -> std::optional<json::Json>;
    auto unique_name(const std::string& json_name, const std::string& cpp_name, const Location& at)
        -> bool;
    void error(const Location& at, std::string message) {
        diagnostics_.error(at, std::move(message));
    }

    Sources& sources_;
    Lowering& lowering_;
    const Source& source_;
    Module& module_;
    Diagnostics& diagnostics_;
    Contracts* schemas_;
    std::map<std::string, std::string> handler_names_;  // by C++ name
    const Node* parameters_ = nullptr;                  // the schema of the method being read
};

}  // namespace strata::tools
