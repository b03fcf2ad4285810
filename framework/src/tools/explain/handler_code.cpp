#include "tools/explain/handler_code.hpp"

#include <algorithm>

#include "tools/layers/code_text.hpp"
#include "tools/layers/layer_sources.hpp"
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

namespace fs = std::filesystem;

auto is_name(char c) -> bool {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// The qualified name that begins at `at`: "domain::orders::price".
auto qualified_name(std::string_view code, std::size_t at) -> std::string_view {
    std::size_t end = at;
    while (end < code.size() && (is_name(code[end]) || code.substr(end, 2) == "::")) {
        end += is_name(code[end]) ? 1 : 2;
    }
    return code.substr(at, end - at);
}

auto last_part(const std::string& qualified) -> std::string {
    const auto colons = qualified.rfind("::");
    return colons == std::string::npos ? qualified : qualified.substr(colons + 2);
}

// A definition stands at the left edge, and not in a statement.
auto definition_in(const std::string& code, const std::string& name) -> std::size_t {
    for (auto at = find_word(code, name); at != std::string::npos;
         at = find_word(code, name, at + 1)) {
        const auto line = at == 0 ? 0 : code.rfind('\n', at - 1) + 1;
        const auto after = code.find_first_not_of(" \n", at + name.size());
        if (code[line] != ' ' && after != std::string::npos && code[after] == '(') return at;
    }
    return std::string::npos;
}

}  // namespace

HandlerCode::HandlerCode(const fs::path& service, const std::string& file) : file_(file) {
    if (!fs::exists(service / file)) return;
    source_ = read_source(service / file);
    code_ = code_text(source_);
}

auto HandlerCode::definition(const std::string& qualified) const -> Location {
    const auto at = code_.find(qualified + "(");
    if (at == std::string::npos) return {file_, 0, 0};
    return {file_, line_at(code_, at), 0};
}

auto HandlerCode::calls(const sql::QueryModule& module, const sql::TypedQuery& query) const
    -> bool {
    const bool known = source_.find("\"" + module.header() + "\"") != std::string::npos;
    return known && find_word(code_, snake_case(query.name)) != std::string::npos;
}

auto HandlerCode::names_after(std::string_view prefix, bool called) const
    -> std::vector<std::string> {
    std::vector<std::string> names;
    for (auto at = code_.find(prefix); at != std::string::npos; at = code_.find(prefix, at + 1)) {
        if (at > 0 && (is_name(code_[at - 1]) || code_[at - 1] == ':')) continue;
        const std::string name(qualified_name(code_, at));
        const auto after = at + name.size();
        if (called && (after >= code_.size() || code_[after] != '(')) continue;
        if (std::ranges::find(names, name) == names.end()) names.push_back(name);
    }
    return names;
}

auto HandlerCode::domain_functions() const -> std::vector<std::string> {
    auto names = names_after("domain::", true);
    // A value of a class of the domain is no function of it.
    std::erase_if(names, [](const std::string& name) {
        const std::string last = last_part(name);
        return last.empty() || std::isupper(static_cast<unsigned char>(last.front())) != 0;
    });
    return names;
}

auto HandlerCode::events() const -> std::vector<std::string> {
    std::vector<std::string> names;
    for (const std::string& name : names_after("events::", true)) names.push_back(last_part(name));
    return names;
}

auto find_domain_function(const fs::path& service, const std::string& qualified) -> Location {
    const std::string name = last_part(qualified);
    Location found{"domain", 0, 0};
    for (const fs::path& file : cpp_files(service / "domain")) {
        const std::string code = code_text(read_source(file));
        const auto at = definition_in(code, name);
        if (at == std::string::npos) continue;
        const bool is_source = file.extension() == ".cpp";
        if (found.line == 0 || is_source) {
            found = {file.lexically_relative(service).generic_string(), line_at(code, at), 0};
        }
        if (is_source) break;
    }
    return found;
}

}  // namespace strata::tools
