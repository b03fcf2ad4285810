#include "tools/metaschema/data_reader.hpp"

#include "strata/json/utf8.hpp"
#include "tools/metaschema/data_text.hpp"
#include "tools/source/places.hpp"

namespace strata::tools {

namespace {

constexpr unsigned max_depth = 64;

class DataReader final {
  public:
    DataReader(const std::string& file, std::string_view text, Diagnostics& diagnostics)
        : file_(file), text_(text), places_(file, text), diagnostics_(diagnostics) {}

    auto read() -> std::optional<Node> {
        Node root;
        const bool enclosed = accept('(');
        if (!failed_) value(root, 0);
        if (enclosed && !accept(')')) unexpected("a closing parenthesis");
        while (accept(';')) {
        }
        if (!failed_ && at_ != text_.size()) unexpected("the end of the file");
        if (failed_) return std::nullopt;
        return root;
    }

  private:
    void fail(std::size_t at, std::string message) {
        if (failed_) return;
        failed_ = true;
        diagnostics_.error(Places(file_, text_).at(at), std::move(message));
    }

    void refuse(std::size_t at, std::string_view what) {
        fail(at, std::string(what) + " can't be data: the file is read, never run");
    }

    auto peek() -> char {
        const auto next = skip_blanks(text_, at_);
        if (!next) fail(at_, "a comment does not end");
        if (next) at_ = *next;
        return failed_ || at_ == text_.size() ? '\0' : text_[at_];
    }

    auto accept(char c) -> bool {
        if (peek() != c || failed_ || at_ == text_.size()) return false;
        ++at_;
        return true;
    }

    [[nodiscard]] auto follows(std::string_view word) -> bool {
        peek();
        return text_.substr(at_).starts_with(word);
    }

    void unexpected(std::string_view expected) {
        const char c = peek();
        if (failed_) return;
        if (at_ == text_.size()) return fail(at_, "expected " + std::string(expected));
        if (follows("=>")) return refuse(at_, "a function");
        if (std::string_view("+-*/%.?&|<>=!(^~`[").find(c) != std::string_view::npos) {
            return refuse(at_, "an expression");
        }
        fail(at_, "expected " + std::string(expected));
    }

    void value(Node& node, unsigned depth) {
        const char c = peek();
        if (failed_) return;
        node.location = places_.at(at_);
        if (depth > max_depth) return fail(at_, "nested too deep");
        if (c == '{') return object(node, depth);
        if (c == '[') return array(node, depth);
        if (c == '\'' || c == '"') return quoted(node);
        if ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.') return number(node);
        if (is_name_start(c)) return word(node);
        no_value(c);
    }

    void no_value(char c) {
        if (at_ == text_.size()) return fail(at_, "expected a value");
        if (c == '`') return refuse(at_, "a template literal");
        if (c == '/') return refuse(at_, "a regular expression");
        if (c == '(') return refuse(at_, is_arrow() ? "a function" : "an expression");
        if (c == '!' || c == '~') return refuse(at_, "an expression");
        fail(at_, "expected a value");
    }

    // Whether the parenthesis here closes before an arrow.
    [[nodiscard]] auto is_arrow() const -> bool {
        unsigned open = 0;
        for (std::size_t i = at_; i < text_.size(); ++i) {
            if (text_[i] == '(') ++open;
            if (text_[i] != ')' || --open != 0) continue;
            const auto next = skip_blanks(text_, i + 1);
            return next && text_.substr(*next).starts_with("=>");
        }
        return false;
    }

    void quoted(Node& node) {
        const auto begin = at_;
        node.kind = json::Kind::string;
        if (auto fault = read_quoted(text_, at_, node.text)) fail(begin, *std::move(fault));
    }

    void number(Node& node) {
        const auto begin = at_;
        if (follows("...")) return refuse(begin, "a spread");
        node.kind = json::Kind::number;
        if (text_[at_] == '-' || text_[at_] == '+') {
            const auto next = text_.substr(at_ + 1, 1);
            if (next.empty() || next.find_first_of("0123456789.") != 0) {
                return refuse(begin, "an expression");
            }
        }
        if (auto fault = read_number(text_, at_, node.text)) {
            fail(begin, *std::move(fault));
        } else if (!json::Json::parse(node.text)) {
            fail(begin, "a number out of range");
        }
    }

    void word(Node& node) {
        const auto begin = at_;
        const auto name = name_at(text_, at_);
        at_ += name.size();
        node.text = name;
        if (name == "true" || name == "false") {
            node.kind = json::Kind::boolean;
        } else if (name != "null") {
            refuse_word(begin, name);
        }
    }

    void refuse_word(std::size_t at, std::string_view name) {
        if (name == "function" || name == "async" || follows("=>")) {
            return refuse(at, "a function");
        }
        if (name == "class") return refuse(at, "a class");
        if (name == "new" || name == "typeof" || name == "void" || follows("(")) {
            return refuse(at, "an expression");
        }
        fail(at, "the identifier \"" + std::string(name) +
                     "\" can't be data: put it in quotes if it is a text");
    }

    void object(Node& node, unsigned depth) {
        node.kind = json::Kind::object;
        accept('{');
        while (!failed_ && peek() != '}') {
            NodeMember member;
            key(member);
            if (!failed_ && node.find(member.key)) {
                fail(key_begin_, "duplicate key \"" + member.key + "\"");
            }
            if (!failed_) value(member.value, depth + 1);
            if (failed_) return;
            node.members.push_back(std::move(member));
            if (!accept(',')) break;
        }
        if (!accept('}')) unexpected("a comma or a closing brace");
    }

    void key(NodeMember& member) {
        const char c = peek();
        key_begin_ = at_;
        member.location = places_.at(at_);
        if (follows("...")) return refuse(at_, "a spread");
        if (c == '[') return refuse(at_, "a computed key");
        if (c == '*') return refuse(at_, "a function");
        if (c == '\'' || c == '"') {
            if (auto fault = read_quoted(text_, at_, member.key)) {
                return fail(key_begin_, *std::move(fault));
            }
        } else if (is_name_start(c) || (c >= '0' && c <= '9')) {
            member.key = name_at(text_, at_);
            at_ += member.key.size();
        } else {
            return fail(at_, "expected a key");
        }
        if (!accept(':')) no_colon(member.key);
    }

    // A method or accessor, or a member that is an identifier's value.
    void no_colon(const std::string& key) {
        const char c = peek();
        if (failed_) return;
        const bool accessor = (key == "get" || key == "set" || key == "async") &&
                              (is_name_start(c) || c == '*' || c == '[' || c == '\'' || c == '"');
        if (c == '(' || accessor) return refuse(key_begin_, "a function");
        if (c == ',' || c == '}') return refuse_word(key_begin_, key);
        fail(at_, "expected a colon after \"" + key + "\"");
    }

    void array(Node& node, unsigned depth) {
        node.kind = json::Kind::array;
        accept('[');
        while (!failed_ && peek() != ']') {
            Node item;
            value(item, depth + 1);
            if (failed_) return;
            node.items.push_back(std::move(item));
            if (!accept(',')) break;
        }
        if (!accept(']')) unexpected("a comma or a closing bracket");
    }

    const std::string& file_;
    std::string_view text_;
    Places places_;
    Diagnostics& diagnostics_;
    std::size_t at_ = 0;
    std::size_t key_begin_ = 0;
    bool failed_ = false;
};

}  // namespace

auto is_metaschema(std::string_view text) -> bool {
    const auto first = skip_blanks(text, 0);
    return first && *first < text.size() && text[*first] == '(';
}

auto parse_data(const std::string& file, std::string_view text, Diagnostics& diagnostics)
    -> std::optional<Node> {
    if (!json::is_utf8(text)) {
        diagnostics.error({file, 1, 1}, "invalid UTF-8");
        return std::nullopt;
    }
    return DataReader(file, text, diagnostics).read();
}

}  // namespace strata::tools
