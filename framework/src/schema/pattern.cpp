#include "strata/schema/pattern.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <array>
#include <chrono>
#include <cstring>
#include <stdexcept>

#include "schema/ecma_regex.hpp"
#include "strata/json/utf8.hpp"

namespace strata::schema {
namespace {

// What nearly every match stays within; its work goes by the length of the text.
constexpr std::uint32_t usual_limit = 1'000;
// A match that needs more backtracking than this is refused. (A few milliseconds.)
constexpr std::uint32_t match_limit = 200'000;
constexpr std::size_t bytes_per_unit = 64;
constexpr std::uint32_t heap_limit = 8 * 1024;  // KiB
constexpr std::size_t jit_stack_start = 32 * 1024;
constexpr std::size_t jit_stack_most = 512 * 1024;

// What a match needs besides the pattern, one a thread.
class MatchState final {
  public:
    MatchState()
        : data(pcre2_match_data_create(1, nullptr)),
          context(pcre2_match_context_create(nullptr)),
          stack_(pcre2_jit_stack_create(jit_stack_start, jit_stack_most, nullptr)) {
        pcre2_set_match_limit(context, usual_limit);
        pcre2_set_heap_limit(context, heap_limit);
        pcre2_jit_stack_assign(context, nullptr, stack_);
    }
    ~MatchState() {
        pcre2_match_data_free(data);
        pcre2_match_context_free(context);
        pcre2_jit_stack_free(stack_);
    }
    MatchState(const MatchState&) = delete;
    auto operator=(const MatchState&) -> MatchState& = delete;

    pcre2_match_data* data;
    pcre2_match_context* context;

  private:
    pcre2_jit_stack* stack_;
};

auto as_units(std::string_view text) -> PCRE2_SPTR {
    return reinterpret_cast<PCRE2_SPTR>(text.data() == nullptr ? "" : text.data());
}

auto error_text(int code) -> std::string {
    std::array<PCRE2_UCHAR, 200> buffer{};
    pcre2_get_error_message(code, buffer.data(), buffer.size());
    return reinterpret_cast<const char*>(buffer.data());
}

// Compiled code, by JIT; without it (a machine that forbids it) the interpreter matches the same.
class CompiledRegex final {
  public:
    // Null if there is none.
    explicit CompiledRegex(pcre2_code* code)
        : code_(code), jit_(code != nullptr && pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0) {}
    ~CompiledRegex() { pcre2_code_free(code_); }
    CompiledRegex(const CompiledRegex&) = delete;
    auto operator=(const CompiledRegex&) -> CompiledRegex& = delete;

    [[nodiscard]] explicit operator bool() const noexcept { return code_ != nullptr; }
    [[nodiscard]] auto match(std::string_view text, const MatchState& state) const noexcept -> int {
        const auto run = jit_ ? pcre2_jit_match : pcre2_match;
        return run(code_, as_units(text), text.size(), 0, PCRE2_NO_UTF_CHECK, state.data,
                   state.context);
    }

  private:
    pcre2_code* code_;
    bool jit_;
};

auto is_ascii(std::string_view text) -> bool {
    std::uint64_t high = 0;
    const char* p = text.data();
    std::size_t left = text.size();
    for (; left >= sizeof high; left -= sizeof high, p += sizeof high) {
        std::uint64_t word = 0;
        std::memcpy(&word, p, sizeof word);
        high |= word;
    }
    for (; left > 0; --left, ++p) high |= static_cast<unsigned char>(*p);
    return (high & 0x8080808080808080U) == 0;
}

}  // namespace

struct Pattern::Code final {
    Code(std::string text, pcre2_code* any, pcre2_code* of_ascii)
        : source(std::move(text)), regex(any), ascii(of_ascii) {}

    std::string source;
    CompiledRegex regex;
    // For texts of ASCII, where a character is a byte: faster. None where the pattern names others.
    CompiledRegex ascii;
};

auto Pattern::compile(std::string_view source) -> std::expected<Pattern, PatternError> {
    const auto translated = translate_regex(source);
    if (!translated)
        return std::unexpected(PatternError{translated.error().offset, translated.error().message});
    int error = 0;
    const auto compiled = [&](std::uint32_t options) {
        PCRE2_SIZE offset = 0;
        return pcre2_compile(as_units(*translated), translated->size(),
                             options | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C, &error,
                             &offset, nullptr);
    };
    pcre2_code* code = compiled(PCRE2_UTF);
    if (code == nullptr) return std::unexpected(PatternError{0, error_text(error)});
    return Pattern(std::make_shared<const Code>(std::string(source), code, compiled(0)));
}

Pattern::Pattern(std::string_view source) {
    auto pattern = compile(source);
    if (!pattern) throw std::invalid_argument("bad pattern: " + pattern.error().message);
    code_ = std::move(pattern->code_);
}

// What backtracks much is charged by the clock: PCRE2's JIT does not say what a match took.
auto Pattern::search(std::string_view text) const noexcept -> Search {
    const bool plain = is_ascii(text);
    if (!plain && !json::is_utf8(text)) return {};
    thread_local MatchState state;
    const CompiledRegex& regex = plain && code_->ascii ? code_->ascii : code_->regex;
    const int quick = regex.match(text, state);
    const std::uint64_t length = 1 + text.size() / bytes_per_unit;
    if (quick >= 0 || quick == PCRE2_ERROR_NOMATCH) return {quick >= 0, false, length};
    const auto start = std::chrono::steady_clock::now();
    pcre2_set_match_limit(state.context, match_limit);
    const int slow = regex.match(text, state);
    pcre2_set_match_limit(state.context, usual_limit);
    const auto took = std::chrono::steady_clock::now() - start;
    return {slow >= 0, slow < 0 && slow != PCRE2_ERROR_NOMATCH,
            length + static_cast<std::uint64_t>(took / std::chrono::nanoseconds(100))};
}

auto Pattern::source() const noexcept -> const std::string& { return code_->source; }

}  // namespace strata::schema
