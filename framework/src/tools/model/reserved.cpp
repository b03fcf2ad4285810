#include "tools/model/reserved.hpp"

#include <algorithm>
#include <array>

#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

// What generated sources call by these bare names.
constexpr std::array<std::string_view, 3> types{"Invalid", "Named", "NamedId"};

// Macros of the standard headers that generated code includes, as far as they are in PascalCase.
constexpr std::array<std::string_view, 10> macros{"BUFSIZ",   "EDOM", "EILSEQ", "EOF",  "ERANGE",
                                                  "INFINITY", "NAN",  "NDEBUG", "NULL", "WEOF"};

constexpr std::array<std::string_view, 9> modules{"api",  "db",     "domain",  "errors", "events",
                                                  "json", "schema", "schemas", "strata"};

// The members of an error's struct.
constexpr std::array<std::string_view, 4> error_members{"code", "data", "message", "status"};

auto contains(const auto& names, std::string_view name) -> bool {
    return std::ranges::find(names, name) != names.end();
}

auto quoted(std::string_view name) -> std::string { return '"' + std::string(name) + '"'; }

}  // namespace

auto reserved_type(std::string_view name) -> std::string {
    if (contains(macros, name)) {
        return quoted(name) + " is a macro of C++; did you mean " +
               quoted(pascal_case(snake_case(name))) + "?";
    }
    if (!contains(types, name)) return {};
    return quoted(name) + " is a name that generated code uses; did you mean " +
           quoted(std::string(name) + "Value") + "?";
}

auto reserved_module(std::string_view name) -> std::string {
    if (is_cpp_keyword(name)) {
        return quoted(name) +
               " is a reserved word of C++, and a module's name becomes a "
               "namespace; did you mean " +
               quoted("my_" + std::string(name)) + "?";
    }
    if (name == "system") {
        return "a module can't be called \"system\": the framework's own is; did you mean "
               "\"my_system\"?";
    }
    if (!contains(modules, name)) return {};
    return "a module can't be called " + quoted(name) +
           ": the namespace of that name is another one; did you mean " +
           quoted("my_" + std::string(name)) + "?";
}

auto reserved_error(std::string_view code) -> std::string {
    const auto better = quoted(code == "status" ? "wrong_status" : "bad_" + std::string(code));
    if (is_cpp_keyword(code)) {
        return quoted(code) +
               " is a reserved word of C++, and an error's code becomes a struct; "
               "did you mean " +
               better + "?";
    }
    if (!contains(error_members, code)) return {};
    return "every error has a member " + quoted(code) +
           ", so none can be called that; did you "
           "mean " +
           better + "?";
}

}  // namespace strata::tools
