# strata_service_tests(NAME): the tests of a service made by strata_service(NAME) in the same folder.
#
#   tests/domain/*.cpp   NAME_domain_test, which knows the domain alone: built and run in seconds
#   tests/*.cpp          NAME_test, the service in the test's own process (strata/testing/service.hpp)
#
# doctest programs, with the main function in them.
function(strata_service_tests name)
    set(dir ${CMAKE_CURRENT_SOURCE_DIR}/tests)
    file(GLOB_RECURSE pure CONFIGURE_DEPENDS ${dir}/domain/*.cpp)
    file(GLOB_RECURSE whole CONFIGURE_DEPENDS ${dir}/*.cpp)
    list(FILTER whole EXCLUDE REGEX "^${dir}/domain/")
    if(pure)
        strata_service_test(${name}_domain_test ${pure} LINKS ${name}_domain)
    endif()
    if(whole)
        strata_service_test(${name}_test ${whole} LINKS ${name}_registry strata::testing)
    endif()
endfunction()

function(strata_service_test target)
    cmake_parse_arguments(TEST "" "" "LINKS" ${ARGN})
    set(main ${CMAKE_BINARY_DIR}/doctest_main.cpp)
    if(NOT EXISTS ${main})
        file(WRITE ${main} "#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\n")
    endif()
    if(NOT TARGET strata_doctest_main)
        add_library(strata_doctest_main OBJECT ${main})
    endif()
    add_executable(${target} ${TEST_UNPARSED_ARGUMENTS})
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
    target_link_libraries(${target} PRIVATE ${TEST_LINKS} strata_doctest_main)
    target_compile_features(${target} PRIVATE cxx_std_23)
    add_test(NAME ${target} COMMAND ${target} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
endfunction()
