# Compiler settings of every target: C++23, warnings, sanitizers, ccache, a fast linker.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
# The instruction budgets are measured at -O2; -O3 makes the binaries larger, and not faster.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

# Warnings are for this project's own code; services that use it choose theirs.
add_library(strata_compiler INTERFACE)
target_compile_options(strata_compiler INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wconversion
    -Wno-sign-conversion -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # False positives of GCC 12 around std::variant, std::optional and coroutines.
    target_compile_options(strata_compiler INTERFACE -Wno-maybe-uninitialized -fcoroutines)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    # std::get_temporary_buffer, inside of libstdc++'s own stable_sort.
    target_compile_options(strata_compiler INTERFACE -Wno-deprecated-declarations)
endif()
# A third of the time goes into these headers. Builds without them see to it that a source includes what it uses.
set(strata_precompiled_headers <algorithm> <array> <chrono> <coroutine> <cstdint> <cstring> <exception> <expected>
    <functional> <map> <memory> <optional> <ranges> <set> <span> <sstream> <string> <string_view>
    <unordered_map> <utility> <variant> <vector>)
if(STRATA_PRECOMPILE AND NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    message(FATAL_ERROR "STRATA_PRECOMPILE is for GCC: set it to OFF")
endif()
if(STRATA_PRECOMPILE)
    # ccache reads what the header stands for; and the compiler takes one only under the macros that it was made with.
    target_compile_options(strata_compiler INTERFACE -fpch-preprocess)
    target_compile_definitions(strata_compiler INTERFACE FMT_SHARED)
endif()
if(STRATA_WERROR)
    target_compile_options(strata_compiler INTERFACE -Werror)
endif()

if(STRATA_SANITIZE)
    # Line tables are enough for a report, and a quarter of the size.
    add_compile_options(-fsanitize=${STRATA_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=${STRATA_SANITIZE})
    if(STRATA_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-Wno-tsan)  # Asio's fences, which the sanitizer does not see
    endif()
endif()
if(STRATA_LIBFUZZER)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(LLD ld.lld)
if(LLD)
    add_link_options(-fuse-ld=lld)
endif()
