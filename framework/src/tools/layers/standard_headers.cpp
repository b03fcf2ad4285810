#include "tools/layers/standard_headers.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace strata::tools {
namespace {

using Reach = std::pair<std::string_view, std::string_view>;

// <chrono> is here for its durations and dates: the clocks in it are found by name and by symbol.
constexpr auto pure = std::to_array<std::string_view>({"algorithm",     "any",
                                                       "array",         "bit",
                                                       "bitset",        "cassert",
                                                       "cctype",        "cfloat",
                                                       "charconv",      "chrono",
                                                       "cinttypes",     "climits",
                                                       "cmath",         "compare",
                                                       "complex",       "concepts",
                                                       "cstddef",       "cstdint",
                                                       "cstring",       "deque",
                                                       "exception",     "expected",
                                                       "format",        "forward_list",
                                                       "functional",    "initializer_list",
                                                       "iterator",      "limits",
                                                       "list",          "map",
                                                       "memory",        "new",
                                                       "numbers",       "numeric",
                                                       "optional",      "queue",
                                                       "ranges",        "ratio",
                                                       "set",           "source_location",
                                                       "span",          "stack",
                                                       "stdexcept",     "string",
                                                       "string_view",   "tuple",
                                                       "type_traits",   "typeindex",
                                                       "typeinfo",      "unordered_map",
                                                       "unordered_set", "utility",
                                                       "valarray",      "variant",
                                                       "vector",        "version"});

constexpr auto impure = std::to_array<Reach>({
    {"atomic", "threads"},
    {"barrier", "threads"},
    {"clocale", "the environment"},
    {"condition_variable", "threads"},
    {"coroutine", "whatever is awaited"},
    {"csetjmp", "the process"},
    {"csignal", "the process"},
    {"cstdio", "files"},
    {"cstdlib", "the environment and random numbers"},
    {"ctime", "a clock"},
    {"filesystem", "files"},
    {"fstream", "files"},
    {"future", "threads"},
    {"generator", "whatever is awaited"},
    {"iomanip", "streams"},
    {"ios", "streams"},
    {"iosfwd", "streams"},
    {"iostream", "standard input and output"},
    {"istream", "streams"},
    {"latch", "threads"},
    {"locale", "the environment"},
    {"memory_resource", "a shared allocator"},
    {"mutex", "threads"},
    {"ostream", "streams"},
    {"print", "standard output"},
    {"random", "random numbers"},
    {"regex", "a matcher that overflows its stack on long input"},
    {"scoped_allocator", "a shared allocator"},
    {"semaphore", "threads"},
    {"shared_mutex", "threads"},
    {"spanstream", "streams"},
    {"sstream", "streams"},
    {"stacktrace", "the process"},
    {"stop_token", "threads"},
    {"streambuf", "streams"},
    {"strstream", "streams"},
    {"syncstream", "streams"},
    {"system_error", "the operating system"},
    {"thread", "threads"},
});

}  // namespace

auto is_pure_standard_header(std::string_view name) -> bool {
    return std::ranges::find(pure, name) != pure.end();
}

auto standard_header_reach(std::string_view name) -> std::optional<std::string_view> {
    const auto* found = std::ranges::find(impure, name, &Reach::first);
    if (found == impure.end()) return std::nullopt;
    return found->second;
}

}  // namespace strata::tools
