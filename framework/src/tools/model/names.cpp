#include "tools/model/names.hpp"

#include <algorithm>
#include <array>

namespace strata::tools {

namespace {

// Alternative tokens (and, or, ...) are reserved as well, and so are the namespaces that generated
// code names, what it calls by a bare name, and macros of the standard headers.
constexpr std::array<std::string_view, 104> keywords{
    "alignas",       "alignof",     "and",
    "and_eq",        "asm",         "auto",
    "bitand",        "bitor",       "bool",
    "break",         "case",        "catch",
    "char",          "char16_t",    "char32_t",
    "char8_t",       "class",       "co_await",
    "co_return",     "co_yield",    "compl",
    "concept",       "const",       "const_cast",
    "consteval",     "constexpr",   "constinit",
    "continue",      "decltype",    "default",
    "delete",        "do",          "double",
    "dynamic_cast",  "else",        "enum",
    "explicit",      "export",      "extern",
    "false",         "float",       "for",
    "friend",        "goto",        "if",
    "inline",        "int",         "long",
    "mutable",       "namespace",   "new",
    "noexcept",      "not",         "not_eq",
    "nullptr",       "operator",    "or",
    "or_eq",         "private",     "protected",
    "public",        "register",    "reinterpret_cast",
    "requires",      "return",      "short",
    "signed",        "sizeof",      "static",
    "static_assert", "static_cast", "struct",
    "switch",        "template",    "this",
    "thread_local",  "throw",       "true",
    "try",           "typedef",     "typeid",
    "typename",      "union",       "unsigned",
    "using",         "virtual",     "void",
    "volatile",      "wchar_t",     "while",
    "xor",           "xor_eq",      "std",
    "strata",        "schemas",     "errno",
    "assert",        "offsetof",    "va_arg",
    "va_copy",       "va_end",      "va_start",
    "decode",        "encode"};

auto is_lower(char c) -> bool { return c >= 'a' && c <= 'z'; }
auto is_upper(char c) -> bool { return c >= 'A' && c <= 'Z'; }
auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }
auto is_word(char c) -> bool { return is_lower(c) || is_upper(c) || is_digit(c); }
auto to_lower(char c) -> char { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
auto to_upper(char c) -> char { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

// Whether a new word begins at an upper-case letter: after a lower-case one or a digit, and at the
// last of several.
auto begins_word(std::string_view name, std::size_t at) -> bool {
    if (at == 0 || !is_upper(name[at])) return false;
    if (is_lower(name[at - 1]) || is_digit(name[at - 1])) return true;
    return is_upper(name[at - 1]) && at + 1 < name.size() && is_lower(name[at + 1]);
}

}  // namespace

auto is_cpp_keyword(std::string_view name) -> bool {
    return std::ranges::find(keywords, name) != keywords.end();
}

auto snake_case(std::string_view name) -> std::string {
    std::string result;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool separator = !is_word(name[i]);
        if ((separator || begins_word(name, i)) && !result.empty() && result.back() != '_') {
            result += '_';
        }
        if (!separator) result += to_lower(name[i]);
    }
    while (!result.empty() && result.back() == '_') result.pop_back();
    if (!result.empty() && is_digit(result.front())) result.insert(0, 1, 'n');
    if (is_cpp_keyword(result)) result += '_';
    return result;
}

auto pascal_case(std::string_view name) -> std::string {
    std::string result;
    bool begins = true;
    for (const char c : name) {
        if (!is_word(c)) {
            begins = true;
        } else {
            result += begins ? to_upper(c) : c;
            begins = false;
        }
    }
    if (!result.empty() && is_digit(result.front())) result.insert(0, 1, 'N');
    return result;
}

auto is_identifier(std::string_view name) -> bool {
    return !name.empty() && !is_digit(name.front()) &&
           std::ranges::all_of(name, [](char c) { return is_word(c) || c == '_'; });
}

auto is_pascal_case(std::string_view name) -> bool {
    return !name.empty() && is_upper(name.front()) && std::ranges::all_of(name, is_word);
}

auto is_camel_case(std::string_view name) -> bool {
    return !name.empty() && is_lower(name.front()) && std::ranges::all_of(name, is_word);
}

auto is_snake_case(std::string_view name) -> bool {
    return is_identifier(name) && is_lower(name.front()) && std::ranges::none_of(name, is_upper);
}

}  // namespace strata::tools
