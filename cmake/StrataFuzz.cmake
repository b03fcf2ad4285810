# strata_fuzz(NAME [LIBRARIES lib...] [INCLUDES dir...]): the fuzz target NAME.cpp (LLVMFuzzerTestOneInput) of the
# current folder, as the program fuzz_NAME.
#
# With STRATA_LIBFUZZER it searches for inputs of its own. Every other build runs the inputs in seeds/NAME, their
# beginnings, and changed ones for a few seconds, always the same, as the test fuzz.NAME: an input that once failed is
# kept there.
function(strata_fuzz name)
    cmake_parse_arguments(FUZZ "" "" "LIBRARIES;INCLUDES" ${ARGN})
    add_executable(fuzz_${name} ${CMAKE_CURRENT_SOURCE_DIR}/${name}.cpp)
    target_link_libraries(fuzz_${name} PRIVATE ${FUZZ_LIBRARIES} strata_compiler)
    target_include_directories(fuzz_${name} PRIVATE ${FUZZ_INCLUDES})
    set(seeds ${CMAKE_CURRENT_SOURCE_DIR}/seeds/${name})
    if(STRATA_LIBFUZZER)
        target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
        # What it finds interesting goes to the first folder: not among the seeds.
        set(found ${CMAKE_CURRENT_BINARY_DIR}/found/${name})
        file(MAKE_DIRECTORY ${found})
        add_test(NAME fuzz.${name} COMMAND fuzz_${name} -runs=10000 -max_total_time=20 -timeout=10 ${found} ${seeds}
            WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
    else()
        target_sources(fuzz_${name} PRIVATE
            ${PROJECT_SOURCE_DIR}/tests/fuzz/replay/main.cpp ${PROJECT_SOURCE_DIR}/tests/fuzz/replay/mutator.cpp)
        target_include_directories(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz)
        add_test(NAME fuzz.${name} COMMAND fuzz_${name} 3 ${seeds})
    endif()
    set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT 300 LABELS fuzz)
endfunction()
