#pragma once
// Files against a schema file, with errors for people or for programs.
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace strata::tools {

struct ValidateRequest final {
    std::string schema;
    std::vector<std::string> instances;
    std::vector<std::pair<std::string, std::string>> remotes;  // URI, file
    std::string draft = "draft2020-12";
    bool assert_format = true;
    bool json = false;
};

// For people: "FILE:LINE:COLUMN: /pointer: message (keyword)" on `out`; trouble with files and the
// schema on `err`. For programs one JSON object on `out`: {"valid", "instances": [{"file", "valid",
// "errors": [...]}]} or {"error": {...}}; an instance that can't be read has an "error" of its own
// in place of "errors". Returns 0, 1 or 2, as the command exits.
[[nodiscard]] auto validate_files(const ValidateRequest& request, std::ostream& out,
                                  std::ostream& err) -> int;

}  // namespace strata::tools
