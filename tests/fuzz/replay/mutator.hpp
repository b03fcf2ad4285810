#pragma once
// Mutator: changed inputs out of a corpus, the same ones in every run: bytes set, inserted,
// removed, repeated, and pieces of one input inside another.
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace replay {

using Input = std::vector<std::uint8_t>;

class Mutator final {
  public:
    // The corpus outlives it, and is not empty.
    explicit Mutator(const std::vector<Input>& corpus) : corpus_(corpus) {}
    // One input of the corpus, changed in one to four places.
    [[nodiscard]] auto next() -> Input;

  private:
    [[nodiscard]] auto below(std::size_t bound) -> std::size_t;
    [[nodiscard]] auto any() -> const Input&;
    void change(Input& input);
    void set_byte(Input& input);
    void insert_byte(Input& input);
    void remove(Input& input);
    void repeat(Input& input);
    void splice(Input& input);

    const std::vector<Input>& corpus_;
    std::mt19937 random_{20'261'124};
};

}  // namespace replay
