#pragma once
// Validation as a conversation, for programs and test suites: one JSON object a line in, one a line
// out, in order.
//
//     {"op":"remotes","documents":{URI: schema, ...}}                  -> {"ok":true}
//     {"id":1,"draft":"draft2020-12","format":bool,"schema":...,"instance":...}
//                                   -> {"id":1,"valid":bool,"errors":[{pointer, keyword,
//                                   schemaLocation, message}]} or {"id":1,"error":"why the schema
//                                   can't be compiled"}
//
// `draft` (by default draft2020-12) is the dialect where $schema is absent; `format` false (the
// default) makes formats annotations. A request that can't be understood is answered
// {"id":...,"error":"..."}, with its id if that stands before what is wrong; reading goes on.
#include <expected>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

#include "strata/schema/schema.hpp"

namespace strata::tools {

class JsonLines final {
  public:
    // The answer to one request, without a line end.
    [[nodiscard]] auto answer(std::string_view line) -> std::string;

  private:
    auto remotes(const json::Json& request) -> json::Json;
    auto validate(const json::Json& request) -> json::Json;

    using Compiled = std::expected<schema::Schema, schema::CompileError>;
    struct Last final {
        json::Json document;
        schema::Draft draft;
        bool format;
        Compiled schema;
    };
    auto compile(const json::Json& document, const schema::Options& options) -> const Compiled&;

    schema::Registry registry_;
    std::optional<Last> last_;
};

// Until `in` ends. Each answer is flushed.
void serve_json_lines(std::istream& in, std::ostream& out);

}  // namespace strata::tools
