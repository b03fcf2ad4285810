#include "replay/mutator.hpp"

#include <algorithm>
#include <string_view>

namespace replay {

namespace {

constexpr std::size_t longest_piece = 64;
// Bytes that mean something in most formats here.
constexpr std::string_view telling = "\r\n\t \0%:;,/?&=+-.0159aAfFzZ{}[]\"\\'\x7f\x80\xff";

auto at(const Input& input, std::size_t index) {
    return input.begin() + static_cast<std::ptrdiff_t>(index);
}
auto at(Input& input, std::size_t index) {
    return input.begin() + static_cast<std::ptrdiff_t>(index);
}

}  // namespace

// Not a distribution of the library: those differ between libraries.
auto Mutator::below(std::size_t bound) -> std::size_t { return bound == 0 ? 0 : random_() % bound; }

auto Mutator::any() -> const Input& { return corpus_[below(corpus_.size())]; }

auto Mutator::next() -> Input {
    Input input = any();
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(input);
    return input;
}

void Mutator::change(Input& input) {
    switch (below(5)) {
        case 0: return set_byte(input);
        case 1: return insert_byte(input);
        case 2: return remove(input);
        case 3: return repeat(input);
        default: return splice(input);
    }
}

void Mutator::set_byte(Input& input) {
    if (input.empty()) return;
    std::uint8_t& byte = input[below(input.size())];
    if (below(2) == 0) {
        byte ^= static_cast<std::uint8_t>(1U << below(8));
    } else {
        byte = static_cast<std::uint8_t>(telling[below(telling.size())]);
    }
}

void Mutator::insert_byte(Input& input) {
    const char byte = telling[below(telling.size())];
    input.insert(at(input, below(input.size() + 1)), static_cast<std::uint8_t>(byte));
}

void Mutator::remove(Input& input) {
    const std::size_t from = below(input.size());
    const std::size_t size = std::min(input.size() - from, 1 + below(longest_piece / 4));
    input.erase(at(input, from), at(input, from + size));
}

void Mutator::repeat(Input& input) {
    const std::size_t from = below(input.size());
    const std::size_t size = std::min(input.size() - from, 1 + below(longest_piece));
    const Input piece(at(input, from), at(input, from + size));
    input.insert(at(input, from), piece.begin(), piece.end());
}

void Mutator::splice(Input& input) {
    const Input& other = any();
    const std::size_t from = below(other.size());
    const std::size_t size = std::min(other.size() - from, 1 + below(longest_piece));
    input.insert(at(input, below(input.size() + 1)), at(other, from), at(other, from + size));
}

}  // namespace replay
