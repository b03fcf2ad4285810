#include "house/function_length.hpp"

#include <cctype>
#include <regex>

#include "house/source_tree.hpp"
#include "tools/layers/code_text.hpp"

namespace tests::house {
namespace {

auto is_space(char character) -> bool {
    return std::isspace(static_cast<unsigned char>(character)) != 0;
}

auto without_directives(std::string code) -> std::string {
    for (std::size_t start = 0; start < code.size();) {
        auto end = std::min(code.find('\n', start), code.size());
        const auto first = code.find_first_not_of(" \t", start);
        if (first < end && code[first] == '#') {
            while (end < code.size() && code[end - 1] == '\\')
                end = std::min(code.find('\n', end + 1), code.size());
            for (auto at = start; at < end; ++at) {
                if (code[at] != '\n') code[at] = ' ';
            }
        }
        start = end + 1;
    }
    return code;
}

auto one_line(std::string_view text) -> std::string {
    std::string line;
    for (const char character : text) {
        if (!is_space(character)) {
            line += character;
        } else if (!line.empty() && line.back() != ' ') {
            line += ' ';
        }
    }
    if (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

class Scanner final {
  public:
    explicit Scanner(std::string_view source)
        : code_(without_directives(strata::tools::code_text(source))) {}

    auto run() -> std::vector<Function> {
        for (at_ = 0; at_ < code_.size(); ++at_) {
            if (code_[at_] == ';' || code_[at_] == '}') {
                head_ = at_ + 1;
            } else if (code_[at_] == ':' && is_access_specifier()) {
                head_ = at_ + 1;
            } else if (code_[at_] == '{') {
                open();
            }
        }
        return std::move(functions_);
    }

  private:
    [[nodiscard]] auto is_access_specifier() const -> bool {
        const auto before = std::string_view(code_).substr(0, at_);
        return before.ends_with("public") || before.ends_with("private") ||
               before.ends_with("protected");
    }

    // A scope (namespace, class) is looked into, an initializer skipped, a function measured.
    void open() {
        const auto head = one_line(std::string_view(code_).substr(head_, at_ - head_));
        const bool initializer = (at_ > 0 && !is_space(code_[at_ - 1])) || head.ends_with('=');
        if (initializer) {
            at_ = matching_brace();
        } else if (is_scope(head)) {
            head_ = at_ + 1;
        } else {
            measure(head);
        }
    }

    void measure(const std::string& head) {
        const auto start = code_.find_first_not_of(" \t\n", head_);
        const auto line = line_of(code_, std::min(start, at_));
        at_ = matching_brace();
        functions_.push_back({head, line, line_of(code_, at_) - line + 1});
        head_ = at_ + 1;
    }

    static auto is_scope(const std::string& head) -> bool {
        static const std::regex named(R"(^(inline )?namespace\b|^extern "?[^(]*$)");
        static const std::regex type(
            R"(^(export )?(template ?<.*> ?)?(class|struct|union|enum)( alignas\([^)]*\))?\b[^()]*$)");
        return std::regex_search(head, named) || std::regex_search(head, type);
    }

    [[nodiscard]] auto matching_brace() const -> std::size_t {
        std::size_t depth = 0;
        for (auto at = at_; at < code_.size(); ++at) {
            if (code_[at] == '{') ++depth;
            if (code_[at] == '}' && --depth == 0) return at;
        }
        return code_.size();
    }

    std::string code_;
    std::vector<Function> functions_;
    std::size_t at_ = 0;
    std::size_t head_ = 0;  // where the current declaration begins
};

}  // namespace

auto functions_of(std::string_view source) -> std::vector<Function> {
    return Scanner(source).run();
}

}  // namespace tests::house
