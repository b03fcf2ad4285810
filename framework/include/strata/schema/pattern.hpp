#pragma once
// Pattern: a regular expression of ECMA-262 (Unicode mode), as the keyword `pattern` has it:
// unanchored, \d, \w ASCII only. Compiled once, by PCRE2 with JIT. Matching takes bounded work:
// past the bound a text does not match.
//
// Threads: immutable; any thread may match. Copies share the compiled code.
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

namespace strata::schema {

struct PatternError final {
    std::size_t offset = 0;  // in bytes of the source
    std::string message;
};

class Pattern final {
  public:
    // For patterns checked when they were generated; throws std::invalid_argument for a bad one.
    explicit Pattern(std::string_view source);
    [[nodiscard]] static auto compile(std::string_view source)
        -> std::expected<Pattern, PatternError>;

    // The text must be valid UTF-8; other text does not match.
    [[nodiscard]] auto matches(std::string_view text) const noexcept -> bool {
        return search(text).matched;
    }
    // The same, telling what it took.
    struct Search final {
        bool matched = false;
        bool gave_up = false;    // past the bound
        std::uint64_t work = 1;  // in units of about 100 nanoseconds
    };
    [[nodiscard]] auto search(std::string_view text) const noexcept -> Search;
    [[nodiscard]] auto source() const noexcept -> const std::string&;

  private:
    struct Code;
    explicit Pattern(std::shared_ptr<const Code> code) : code_(std::move(code)) {}
    std::shared_ptr<const Code> code_;
};

}  // namespace strata::schema
