#pragma once
// Source documents, for tools: JSON that people write (comments and trailing commas allowed), with
// the place of every key and value, so that what is wrong with a document is told as
// file:line:column.
//
// Threads: plain values. Duplicate keys are errors, like any malformed text.
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "strata/json/json.hpp"

namespace strata::json {

struct Position final {
    std::size_t line = 1;    // from 1
    std::size_t column = 1;  // from 1, in code points
    friend auto operator==(const Position&, const Position&) -> bool = default;
};

struct SourceError final {
    std::string file;
    Position position;
    std::string message;
    // "schemas/auth.schema:3:14: duplicate key"
    [[nodiscard]] auto to_string() const -> std::string;
};

class Document final {
  public:
    [[nodiscard]] auto file() const noexcept -> const std::string& { return file_; }
    [[nodiscard]] auto root() const noexcept -> const Json& { return root_; }

    // Of the value at a JSON pointer; where the document has none, of the nearest value around it.
    [[nodiscard]] auto value_position(std::string_view pointer) const -> Position;
    // Of the key of the member at a pointer; of the value for what has no key.
    [[nodiscard]] auto key_position(std::string_view pointer) const -> Position;
    // The keys of the object at a pointer, in the order of the text. Empty for anything else.
    [[nodiscard]] auto keys(std::string_view pointer) const -> std::vector<std::string>;

    [[nodiscard]] auto error_at_value(std::string_view pointer, std::string message) const
        -> SourceError;
    [[nodiscard]] auto error_at_key(std::string_view pointer, std::string message) const
        -> SourceError;

  private:
    friend class SourceReader;
    struct Place final {
        Position key;
        Position value;
        std::vector<std::string> keys{};
    };
    [[nodiscard]] auto place(std::string_view pointer) const -> const Place&;

    std::string file_;
    Json root_;
    std::map<std::string, Place, std::less<>> places_;
};

[[nodiscard]] auto parse_source(std::string file, std::string_view text)
    -> std::expected<Document, SourceError>;

// Comments and trailing commas turned into spaces; nothing else moves. An unclosed comment stays,
// and is a syntax error then.
[[nodiscard]] auto blank_comments(std::string_view text) -> std::string;

}  // namespace strata::json
