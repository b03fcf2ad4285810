#include "tools/scaffold/scaffold_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

#include "tools/model/names.hpp"
#include "tools/model/reserved.hpp"

namespace strata::tools::scaffold {
namespace {

constexpr std::size_t longest = 60;
// So that the index of its table has a name that PostgreSQL does not shorten.
constexpr std::size_t longest_new_module = 50;

// Targets of CMake and of the build that the service is part of, and the folder of what is
// generated.
constexpr std::array<std::string_view, 12> targets{
    "all",     "clean",  "edit_cache", "help",          "test",    "install",
    "package", "strata", "tests",      "rebuild_cache", "doctest", "generated"};

auto is_lower(char c) -> bool { return c >= 'a' && c <= 'z'; }
auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }

[[noreturn]] void refuse(std::string_view what, std::string_view name, std::string_view must) {
    throw std::runtime_error(
        std::string(what).append(" \"").append(name).append("\": ").append(must));
}

auto is_name(std::string_view name, char separator) -> bool {
    return !name.empty() && name.size() <= longest && is_lower(name.front()) &&
           name.back() != separator && std::ranges::all_of(name, [&](char c) {
               return is_lower(c) || is_digit(c) || c == separator;
           });
}

}  // namespace

void check_service_name(std::string_view name) {
    if (!is_name(name, '-'))
        refuse("service", name,
               "a name is lower-case letters, digits and dashes, at most 60, a letter first");
    if (std::ranges::find(targets, name) != targets.end())
        refuse("service", name, "the build has something of that name");
}

void check_module_name(std::string_view name) {
    if (!is_name(name, '_'))
        refuse("module", name,
               "a name is lower-case letters, digits and underscores, at most 60, a letter first");
    if (is_cpp_keyword(name)) refuse("module", name, "a word of C++ can't name a namespace");
    if (name == "create") refuse("module", name, "db/create.sql makes the tables");
    if (const auto why = reserved_module(name); !why.empty()) refuse("module", name, why);
}

void check_new_module_name(std::string_view name) {
    check_module_name(name);
    if (name.size() > longest_new_module)
        refuse("module", name, "a new one's name has at most 50 letters: its table is called so");
}

void check_migration_name(std::string_view name) {
    if (!is_name(name, '_'))
        refuse("migration", name,
               "a name is lower-case letters, digits and underscores, at most 60, a letter first");
}

auto split_method(std::string_view name) -> std::pair<std::string, std::string> {
    const auto slash = name.find('/');
    if (slash == std::string_view::npos)
        refuse("method", name, "name it with its module: orders/place");
    const auto module = name.substr(0, slash);
    const auto method = name.substr(slash + 1);
    check_module_name(module);
    if (!is_camel_case(method) || method.size() > longest)
        refuse("method", name, "a method's name is camelCase: orders/placeOrder");
    return {std::string(module), std::string(method)};
}

auto module_values(std::string_view name) -> Values {
    std::string title(name);
    std::ranges::replace(title, '_', ' ');
    title.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(title.front())));
    std::string path(name);
    std::ranges::replace(path, '_', '-');
    return {{"module", std::string(name)}, {"title", title}, {"path", path}};
}

auto sentence(std::string_view camel_case) -> std::string {
    std::string text = snake_case(camel_case);
    while (text.ends_with('_')) text.pop_back();
    std::ranges::replace(text, '_', ' ');
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    return text;
}

}  // namespace strata::tools::scaffold
