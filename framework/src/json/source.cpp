#include "strata/json/source.hpp"

#include "strata/json/pointer.hpp"

namespace strata::json {
namespace {

void blank(std::string& text, std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
        if (text[i] != '\n' && text[i] != '\r') text[i] = ' ';
    }
}

// After the string that begins at `at`.
auto string_end(std::string_view text, std::size_t at) -> std::size_t {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return std::min(at + 1, text.size());
}

// After the comment that begins at `at`; `at` itself if none does.
auto comment_end(std::string_view text, std::size_t at) -> std::size_t {
    if (text.substr(at).starts_with("//")) return std::min(text.find('\n', at), text.size());
    if (!text.substr(at).starts_with("/*")) return at;
    const std::size_t close = text.find("*/", at + 2);
    return close == std::string_view::npos ? at : close + 2;
}

auto is_space(char c) -> bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

auto blank_comments(std::string_view source) -> std::string {
    std::string text(source);
    std::size_t comma = std::string::npos;  // a comma that nothing followed yet
    char before = '\0';                     // what was before that comma
    for (std::size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c == '/') {
            const std::size_t end = comment_end(text, i);
            blank(text, i, end);
            i = std::max(end, i + 1);
            continue;
        }
        if ((c == ']' || c == '}') && comma != std::string::npos) text[comma] = ' ';
        if (!is_space(c)) {
            const bool trails = c == ',' && before != ',' && before != '[' && before != '{';
            comma = trails ? i : std::string::npos;
            before = c;
        }
        i = c == '"' ? string_end(text, i) : i + 1;
    }
    return text;
}

auto SourceError::to_string() const -> std::string {
    return file + ':' + std::to_string(position.line) + ':' + std::to_string(position.column) +
           ": " + message;
}

auto Document::place(std::string_view pointer) const -> const Place& {
    while (true) {
        if (const auto found = places_.find(pointer); found != places_.end()) return found->second;
        // A member that is not there: the object around it. The root always is.
        pointer = pointer.substr(0, std::min(pointer.rfind('/'), pointer.size()));
    }
}

auto Document::value_position(std::string_view pointer) const -> Position {
    return place(pointer).value;
}
auto Document::key_position(std::string_view pointer) const -> Position {
    return place(pointer).key;
}

auto Document::keys(std::string_view pointer) const -> std::vector<std::string> {
    const auto found = places_.find(pointer);
    return found == places_.end() ? std::vector<std::string>() : found->second.keys;
}

auto Document::error_at_value(std::string_view pointer, std::string message) const -> SourceError {
    return {file_, value_position(pointer), std::move(message)};
}
auto Document::error_at_key(std::string_view pointer, std::string message) const -> SourceError {
    return {file_, key_position(pointer), std::move(message)};
}

// Reads the text with its comments blanked; positions are those of the text as written. It recurses
// as deep as the Reader allows.
class SourceReader final {
  public:
    SourceReader(std::string file, std::string_view text, std::string_view plain)
        : text_(text), reader_(plain, Json::default_depth) {
        document_.file_ = std::move(file);
    }

    auto run() -> std::expected<Document, SourceError> {
        value(document_.root_, "", std::nullopt);
        if (reader_.finish()) return std::move(document_);
        const SyntaxError plain = reader_.syntax_error();
        const SyntaxError error = locate(text_, plain.offset, plain.message);
        return std::unexpected(
            SourceError{document_.file_, {error.line, error.column}, error.message});
    }

  private:
    // Positions are asked for in the order of the text, so each is counted on from the last.
    auto position(std::size_t offset) -> Position {
        for (; at_ < offset; ++at_) {
            if (text_[at_] == '\n') {
                ++here_.line;
                here_.column = 1;
            } else if ((static_cast<unsigned char>(text_[at_]) & 0xC0U) != 0x80U) {
                ++here_.column;
            }
        }
        return here_;
    }

    void value(Json& out, const std::string& pointer, std::optional<Position> key) {
        const Kind kind = reader_.peek();
        const Position here = position(reader_.offset());
        document_.places_[pointer] = {key.value_or(here), here};
        if (kind == Kind::object) {
            object(out, pointer);
        } else if (kind == Kind::array) {
            array(out, pointer);
        } else if (!reader_.read_json(out)) {
            return;
        }
    }

    void object(Json& out, const std::string& pointer) {
        out = Json::object();
        if (!reader_.begin_object()) return;
        for (std::string_view key; reader_.next_member(key);) {
            const std::string name(key);
            if (out.contains(name)) return reader_.duplicate(name);
            std::string inner = pointer;
            append_token(inner, name);
            document_.places_[pointer].keys.push_back(name);
            const Position at = position(reader_.key_offset());
            value(out[name], inner, at);
        }
    }

    void array(Json& out, const std::string& pointer) {
        out = Json::array();
        if (!reader_.begin_array()) return;
        while (reader_.next_element()) {
            std::string inner = pointer;
            append_token(inner, out.size());
            value(out.push_back(nullptr), inner, std::nullopt);
        }
    }

    std::string_view text_;
    Reader reader_;
    Document document_;
    std::size_t at_ = 0;
    Position here_;
};

auto parse_source(std::string file, std::string_view text) -> std::expected<Document, SourceError> {
    const std::string plain = blank_comments(text);
    return SourceReader(std::move(file), text, plain).run();
}

}  // namespace strata::json
