# strata_area(NAME [PUBLIC lib...] [PRIVATE lib...]): src/NAME and include/strata/NAME of the current folder.
#
# Each area is a static library of its own, so that an area and its unit tests build without the areas
# after it. An area links only areas before it in the order of docs/architecture.md.
function(strata_area name)
    cmake_parse_arguments(AREA "" "" "PUBLIC;PRIVATE" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/${name}/*.cpp)
    if(NOT sources)
        # Headers only.
        add_library(strata_${name} INTERFACE)
        strata_public_headers(strata_${name} INTERFACE)
        target_link_libraries(strata_${name} INTERFACE ${AREA_PUBLIC} ${AREA_PRIVATE})
        return()
    endif()
    add_library(strata_${name} STATIC ${sources})
    strata_public_headers(strata_${name} PUBLIC)
    target_include_directories(strata_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
    target_link_libraries(strata_${name}
        PUBLIC ${AREA_PUBLIC} PRIVATE ${AREA_PRIVATE} $<BUILD_INTERFACE:strata_compiler>)
    strata_precompile(strata_${name})
endfunction()

# The first area's precompiled header is that of all.
function(strata_precompile target)
    if(STRATA_PRECOMPILE AND target STREQUAL strata_values)
        target_precompile_headers(${target} PRIVATE ${strata_precompiled_headers})
    elseif(STRATA_PRECOMPILE)
        target_precompile_headers(${target} REUSE_FROM strata_values)
    endif()
endfunction()

# The target's headers: include/ of the current folder, installed as <strata/...>.
function(strata_public_headers target scope)
    target_include_directories(${target} ${scope} $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include>)
    set_property(GLOBAL APPEND PROPERTY STRATA_LIBRARIES ${target})
endfunction()

# strata_unit_test(NAME [LIBRARIES lib...] [INCLUDES dir...] [ARGUMENTS argument...]): one doctest
# program of NAME/*_test.cpp.
function(strata_unit_test name)
    cmake_parse_arguments(TEST "" "" "LIBRARIES;INCLUDES;ARGUMENTS" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*_test.cpp)
    if(NOT sources)
        return()
    endif()
    add_executable(test_${name} ${sources})
    target_link_libraries(test_${name} PRIVATE ${TEST_LIBRARIES} strata_test_main strata_compiler)
    target_include_directories(test_${name} PRIVATE ${TEST_INCLUDES})
    add_test(NAME unit.${name} COMMAND test_${name} ${TEST_ARGUMENTS})
    set_tests_properties(unit.${name} PROPERTIES TIMEOUT 300 LABELS unit)
endfunction()
