#pragma once
// Evaluated: which members or items of one value have been evaluated, a bit each, for
// unevaluatedProperties and unevaluatedItems. The bits come from an arena that gives them back in
// reverse order; small documents never reach the heap.
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

namespace strata::schema {

class BitArena final {
  public:
    [[nodiscard]] auto take(std::size_t words) -> std::uint64_t* {
        if (used_ + words > inline_words) {
            more_.push_back(std::make_unique<std::uint64_t[]>(words));
            return more_.back().get();
        }
        std::uint64_t* taken = words_.data() + used_;
        for (std::size_t i = 0; i < words; ++i) taken[i] = 0;
        used_ += words;
        return taken;
    }
    void give_back(const std::uint64_t* taken, std::size_t words) {
        if (!more_.empty() && more_.back().get() == taken) {
            more_.pop_back();
        } else {
            used_ -= words;
        }
    }

  private:
    static constexpr std::size_t inline_words = 96;
    std::size_t used_ = 0;
    std::array<std::uint64_t, inline_words> words_;
    std::vector<std::unique_ptr<std::uint64_t[]>> more_;
};

class Evaluated final {
  public:
    Evaluated(BitArena& arena, std::size_t count)
        : arena_(arena), count_((count + 63) / 64), words_(arena.take(count_)) {}
    ~Evaluated() { arena_.give_back(words_, count_); }
    Evaluated(const Evaluated&) = delete;
    auto operator=(const Evaluated&) -> Evaluated& = delete;

    void mark(std::size_t i) { words_[i / 64] |= std::uint64_t{1} << (i % 64); }
    [[nodiscard]] auto has(std::size_t i) const -> bool {
        return (words_[i / 64] >> (i % 64)) & 1U;
    }
    void add(const Evaluated& other) {
        for (std::size_t i = 0; i < count_; ++i) words_[i] |= other.words_[i];
    }

  private:
    BitArena& arena_;
    std::size_t count_;
    std::uint64_t* words_;
};

}  // namespace strata::schema
