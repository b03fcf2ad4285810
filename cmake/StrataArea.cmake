# strata_area(NAME [DEPENDS lib...]): the sources of framework/NAME as part of the library.
#
# Every area is an object library of its own (strata_NAME), so that an area and its unit tests build
# without the areas after it; strata::strata collects the objects.
function(strata_area name)
    cmake_parse_arguments(AREA "" "" "DEPENDS" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS
        ${CMAKE_CURRENT_SOURCE_DIR}/src/${name}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/src/${name}/*.hpp
        ${CMAKE_CURRENT_SOURCE_DIR}/include/strata/${name}/*.hpp)
    add_library(strata_${name} STATIC ${sources})
    set_target_properties(strata_${name} PROPERTIES LINKER_LANGUAGE CXX)
    target_include_directories(strata_${name}
        PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/include PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/src)
    target_link_libraries(strata_${name} PUBLIC ${AREA_DEPENDS} PRIVATE strata_compiler)
endfunction()

# strata_unit_test(NAME [LIBRARIES lib...] [INCLUDES dir...]): one doctest program of tests/unit/NAME/*_test.cpp.
function(strata_unit_test name)
    cmake_parse_arguments(TEST "" "" "LIBRARIES;INCLUDES" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*_test.cpp)
    if(NOT sources)
        return()
    endif()
    add_executable(test_${name} ${sources})
    target_link_libraries(test_${name} PRIVATE ${TEST_LIBRARIES} strata_test_main strata_compiler)
    target_include_directories(test_${name} PRIVATE ${TEST_INCLUDES})
    add_test(NAME unit.${name} COMMAND test_${name})
    set_tests_properties(unit.${name} PROPERTIES TIMEOUT 300)
endfunction()
