#pragma once
// Reader: a strict pull reader of one JSON text (RFC 8259), from which generated decoders fill
// structs in one pass.
//
//     Reader reader(text);
//     if (reader.begin_object()) {
//         for (std::string_view key; reader.next_member(key);) { ... read one value ... }
//     }
//     if (!reader.finish()) ...  // reader.ok(): problems(); else syntax_error()
//
// Two kinds of failure. A syntax error (malformed text, invalid UTF-8, lone surrogates, a BOM, a
// duplicate key, a number past double's range, too deep, trailing bytes) ends the reading: every
// later call returns false at once. A problem (the text is JSON, but not what the schema says) is
// recorded with its JSON pointer, at most max_problems of them, and reading goes on, so that a
// client learns all of them at once.
//
// Threads: a plain object, one thread at a time. Ownership: the text must outlive the reader and
// the views that it gives. No allocation but for strings with escapes, problems, and what a target
// itself holds. The text need not end in NUL, and is at most 4 GiB.
#include <array>
#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "strata/values/timestamp.hpp"
#include "strata/values/uuid.hpp"

namespace strata::json {

class Json;
struct Number;

enum class Kind : std::uint8_t { null, boolean, number, string, array, object, end, invalid };

// A breach of the schema: where (a JSON pointer, RFC 6901), the keyword broken ("type",
// "minLength"), a sentence.
struct Problem final {
    std::string pointer;
    std::string code;
    std::string message;
    friend auto operator==(const Problem&, const Problem&) -> bool = default;
};

// Malformed text. Offset in bytes from 0; line and column from 1, the column in code points.
struct SyntaxError final {
    std::size_t offset = 0;
    std::size_t line = 1;
    std::size_t column = 1;
    std::string message;
};

[[nodiscard]] auto locate(std::string_view text, std::size_t offset, std::string_view message)
    -> SyntaxError;

class Reader final {
  public:
    static constexpr unsigned default_depth = 64;
    static constexpr std::size_t max_problems = 16;

    explicit Reader(std::string_view text, unsigned max_depth = default_depth);
    // A temporary would be gone before the first call.
    template <std::same_as<std::string> Temporary>
    explicit Reader(Temporary&& text, unsigned max_depth = default_depth) = delete;
    ~Reader();
    Reader(const Reader&) = delete;
    auto operator=(const Reader&) -> Reader& = delete;

    // What comes next, after white space; consumes nothing else.
    [[nodiscard]] auto peek() noexcept -> Kind;

    // Opens an object or array. False: something else was there; a "type" problem is recorded and
    // the value skipped. After true, call next_* until it returns false, reading exactly one value
    // after each true.
    [[nodiscard]] auto begin_object() -> bool;
    [[nodiscard]] auto begin_array() -> bool;
    // The key is valid until the next call of next_member().
    [[nodiscard]] auto next_member(std::string_view& key) -> bool;
    [[nodiscard]] auto next_element() -> bool;

    // Each reads one value. False: it is of another type, out of the target's range or not of its
    // format; the problem is recorded, the value skipped, the target untouched. 1.0 and 1e2 are
    // integers.
    [[nodiscard]] auto read(bool& out) -> bool;
    [[nodiscard]] auto read(std::int64_t& out) -> bool;
    [[nodiscard]] auto read(std::uint64_t& out) -> bool;
    [[nodiscard]] auto read(double& out) -> bool;
    [[nodiscard]] auto read(std::string& out) -> bool;
    [[nodiscard]] auto read(Uuid& out) -> bool;
    [[nodiscard]] auto read(Timestamp& out) -> bool;
    // A view into the text, or into a buffer if it has escapes: valid until the next string value
    // is read.
    [[nodiscard]] auto read_string(std::string_view& out) -> bool;
    // Consumes a null. False: something else is there; nothing is consumed and nothing recorded.
    [[nodiscard]] auto read_null() -> bool;
    [[nodiscard]] auto read_json(Json& out) -> bool;

    // One value of any type, checked for syntax and duplicate keys. False: a syntax error.
    auto skip() -> bool;
    // The same, giving its text (empty after a syntax error).
    [[nodiscard]] auto raw() -> std::string_view;
    // Skips the value of a member that the type does not know and allows; a second one of that key
    // is a duplicate like any other. `key` is the key just read.
    auto ignore(std::string_view key) -> bool;
    // Only remembers the key just read, whose value is read by other means, so that a second one is
    // a duplicate: for maps. Known members are cheaper with a bit each and duplicate().
    void note(std::string_view key) { note_key(key, frames_[depth_ - 1].key); }

    // To read a value again (variants). reset() goes back to the mark and drops the problems
    // recorded since; a syntax error stays. The bytes read again are bounded, so nested variants
    // can't explode: past the bound reset() is a syntax error.
    struct Mark final {
        std::uint32_t offset;
        std::uint32_t depth;
        std::uint32_t problems;
        std::uint32_t seen;
        bool overflowed;
    };
    [[nodiscard]] auto mark() const noexcept -> Mark;
    void reset(const Mark& mark);
    [[nodiscard]] auto problems_since(const Mark& mark) const noexcept -> bool;

    // Recording consumes nothing. problem(): at the current value, which is the one last read, or
    // inside a loop of members the last key's. missing(): after the loop, at the object. unknown():
    // at the key just read, naming the nearest candidate; skip() its value after. duplicate(): a
    // syntax error at the key just read.
    void problem(std::string_view code, std::string_view message);
    // At `below`, a JSON pointer from the current value on.
    void problem_below(std::string_view below, std::string_view code, std::string_view message);
    void missing(std::string_view key);
    void unknown(std::string_view key, std::span<const std::string_view> candidates = {});
    void duplicate(std::string_view key);
    // Elsewhere: `pointer` from the root of the text.
    void problem_at(std::string pointer, std::string_view code, std::string_view message);

    [[nodiscard]] auto ok() const noexcept -> bool { return error_ == nullptr; }
    // REQUIRES: !ok().
    [[nodiscard]] auto syntax_error() const -> SyntaxError;
    [[nodiscard]] auto problems() const noexcept -> const std::vector<Problem>& {
        return problems_;
    }
    [[nodiscard]] auto take_problems() noexcept -> std::vector<Problem> {
        return std::move(problems_);
    }
    [[nodiscard]] auto valid() const noexcept -> bool { return ok() && problems_.empty(); }
    // Only white space is left (else a syntax error), and valid().
    [[nodiscard]] auto finish() -> bool;

    // The JSON pointer of the current value.
    [[nodiscard]] auto pointer() const -> std::string;
    // Bytes consumed so far; after peek(), where the next value begins.
    [[nodiscard]] auto offset() const noexcept -> std::size_t { return cursor_ - begin_; }
    // Where the key just read begins. REQUIRES: inside an object, after next_member().
    [[nodiscard]] auto key_offset() const noexcept -> std::size_t {
        return frames_[depth_ - 1].key;
    }

  private:
    // An open object or array. `key` is the offset of its last key's opening quote.
    struct Frame final {
        bool is_array;
        std::uint32_t count;
        std::uint32_t key;
        std::uint32_t seen;  // where its ignored keys begin
    };
    struct SeenKey final {
        std::uint32_t hash;
        std::uint32_t offset;
    };
    static constexpr unsigned inline_depth = 64;
    static constexpr unsigned inline_seen = 24;

    void skip_white_space() noexcept;
    [[nodiscard]] auto push(bool is_array) -> bool;
    [[nodiscard]] auto next_separator(Frame& frame, char close) -> bool;
    [[nodiscard]] auto close_object(const Frame& frame) -> bool;
    [[nodiscard]] auto read_text(std::string& scratch, std::string_view& out) -> bool;
    [[nodiscard]] auto read_rough_text(const char* p, std::string& scratch, std::string_view& out)
        -> bool;
    [[nodiscard]] auto read_small_integer(std::uint64_t& magnitude, bool& negative) noexcept
        -> bool;

    void grow_frames();
    auto fail(const char* at, const char* message) noexcept -> bool;
    auto mismatch(std::string_view message) -> bool;
    auto refuse(std::string_view code, std::string_view message) -> bool;
    auto take_number(const Number& number) -> bool;
    auto skip_scalar_or_open() -> bool;
    auto skip_number() -> bool;
    auto skip_literal() -> bool;
    auto literal(std::string_view word) noexcept -> bool;
    auto read_node(void* target) -> bool;
    void note_key(std::string_view key, std::uint32_t offset);
    auto check_seen(std::uint32_t from) -> bool;
    auto check_seen_run(std::span<SeenKey> run) -> bool;
    [[nodiscard]] auto key_at(std::uint32_t offset) const -> std::string;
    void record(std::string pointer, std::string_view code, std::string message);

    const char* begin_;
    const char* cursor_;
    const char* end_;
    Frame* frames_;
    unsigned depth_ = 0;
    unsigned capacity_ = inline_depth;
    unsigned max_depth_;
    const char* error_ = nullptr;  // a literal; null while the text is well-formed
    const char* error_at_ = nullptr;
    bool overflowed_ = false;  // a problem past max_problems
    std::uint32_t seen_count_ = 0;
    std::uint32_t seen_capacity_ = inline_seen;
    std::uint64_t reread_ = 0;
    SeenKey* seen_;
    std::vector<Problem> problems_;
    std::string scratch_;
    std::string key_scratch_;
    std::unique_ptr<Frame[]> more_frames_;
    std::unique_ptr<SeenKey[]> more_seen_;
    std::array<Frame, inline_depth> inline_frames_;
    std::array<SeenKey, inline_seen> inline_seen_;
};

}  // namespace strata::json

#include "strata/json/reader_inline.hpp"
