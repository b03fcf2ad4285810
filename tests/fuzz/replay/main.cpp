// What libFuzzer does with a corpus and no time: each file below the folders of the command line is
// one input, and so is each of its beginnings, up to a bound.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_beginnings = 512;

auto read(const fs::path& file) -> std::vector<std::uint8_t> {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// A vector of the exact size, so that a read past its end is seen.
void replay(const std::vector<std::uint8_t>& input, std::size_t size) {
    const std::vector<std::uint8_t> part(input.begin(),
                                         input.begin() + static_cast<std::ptrdiff_t>(size));
    LLVMFuzzerTestOneInput(part.data(), part.size());
}

void replay_beginnings(const std::vector<std::uint8_t>& input) {
    const auto step = std::max<std::size_t>(1, input.size() / most_beginnings);
    for (std::size_t size = 0; size < input.size(); size += step) replay(input, size);
    replay(input, input.size());
}

}  // namespace

int main(int argc, char** argv) {
    std::size_t inputs = 0;
    try {
        for (int index = 1; index < argc; ++index) {
            for (const auto& entry : fs::recursive_directory_iterator(argv[index])) {
                if (!entry.is_regular_file()) continue;
                replay_beginnings(read(entry.path()));
                ++inputs;
            }
        }
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    std::cout << inputs << " inputs\n";
    return inputs == 0 ? 1 : 0;
}
