// replay SECONDS FOLDER...: what libFuzzer does with a corpus, in a build without it. Each file
// below the folders is one input, and so is each of its beginnings, up to a bound; after them come
// changed inputs until the time is over. An input that fails is printed.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string_view>

#include "replay/mutator.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
// Of the sanitizers, where there are any.
extern "C" [[gnu::weak]] void __sanitizer_set_death_callback(void (*callback)());

namespace {

namespace fs = std::filesystem;
using replay::Input;

constexpr std::size_t most_beginnings = 512;
const Input* current = nullptr;

void write_text(std::string_view text) {
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0) ::_exit(1);
}

// The current input as text for `printf`.
void show_current() {
    if (current == nullptr) return;
    constexpr std::string_view digits = "0123456789abcdef";
    write_text("the input: printf '");
    for (std::uint8_t byte : *current) {
        const char text[] = {'\\', 'x', digits[byte / 16], digits[byte % 16]};
        write_text({text, sizeof text});
    }
    write_text("'\n");
    current = nullptr;
}

extern "C" void on_abort(int signal) {
    show_current();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

auto read(const fs::path& file) -> Input {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// A vector of the exact size, so that a read past its end is seen.
void run(const Input& input) {
    const Input exact(input.begin(), input.end());
    current = &exact;
    try {
        LLVMFuzzerTestOneInput(exact.data(), exact.size());
    } catch (const std::exception& error) {
        std::cerr << "an exception: " << error.what() << '\n';
        show_current();
        std::exit(1);
    }
    current = nullptr;
}

void run_beginnings(const Input& input) {
    const auto step = std::max<std::size_t>(1, input.size() / most_beginnings);
    for (std::size_t size = 0; size < input.size(); size += step) {
        run(Input(input.begin(), input.begin() + static_cast<std::ptrdiff_t>(size)));
    }
    run(input);
}

auto read_corpus(int count, char** folders) -> std::vector<Input> {
    std::vector<fs::path> files;
    for (int i = 0; i < count; ++i) {
        for (const auto& entry : fs::recursive_directory_iterator(folders[i])) {
            if (entry.is_regular_file()) files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    std::vector<Input> corpus;
    for (const auto& file : files) corpus.push_back(read(file));
    return corpus;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    std::signal(SIGABRT, on_abort);
    if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(show_current);
    try {
        const auto corpus = read_corpus(argc - 2, argv + 2);
        if (corpus.empty()) return 1;
        for (const Input& input : corpus) run_beginnings(input);
        const auto end =
            std::chrono::steady_clock::now() + std::chrono::seconds(std::atoi(argv[1]));
        replay::Mutator mutator(corpus);
        std::size_t changed = 0;
        for (; std::chrono::steady_clock::now() < end; ++changed) run(mutator.next());
        std::cout << corpus.size() << " inputs, " << changed << " changed ones\n";
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
