# What is installed: the `strata` command, its templates, the libraries, the headers and the CMake package
# (find_package(Strata) gives strata::strata, strata::testing and strata_service()). Relocatable.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/Strata)

get_property(libraries GLOBAL PROPERTY STRATA_LIBRARIES)
set_target_properties(strata_cli PROPERTIES EXPORT_NAME cli)
set_target_properties(strata_testing PROPERTIES EXPORT_NAME testing)
set_target_properties(strata_tools PROPERTIES EXPORT_NAME tools)
install(TARGETS strata strata_cli ${libraries} EXPORT StrataTargets
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT StrataTargets NAMESPACE strata:: DESTINATION ${package})

install(DIRECTORY framework/include/ transport/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY cli/templates DESTINATION ${CMAKE_INSTALL_DATADIR}/strata USE_SOURCE_PERMISSIONS)
install(FILES framework/share/contract.schema.json cmake/packages.txt DESTINATION ${CMAKE_INSTALL_DATADIR}/strata)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

configure_package_config_file(cmake/StrataConfig.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/StrataConfig.cmake
    INSTALL_DESTINATION ${package})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/StrataConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/StrataConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/StrataConfigVersion.cmake
    cmake/StrataDependencies.cmake cmake/StrataService.cmake cmake/StrataTests.cmake DESTINATION ${package})

# The Debian package: cpack -G DEB --config build/release/CPackConfig.cmake. It brings what a service is built with.
file(STRINGS cmake/packages.txt lines)
set(depends doctest-dev)
set(section)
foreach(line IN LISTS lines)
    if(line MATCHES "^\\[(.*)\\]$")
        set(section ${CMAKE_MATCH_1})
    elseif(section STREQUAL "build" AND line MATCHES "^[a-z0-9]")
        string(REGEX REPLACE "\\|.*" "" line ${line})
        list(APPEND depends ${line})
    endif()
endforeach()
list(JOIN depends ", " CPACK_DEBIAN_PACKAGE_DEPENDS)
set(CPACK_PACKAGE_NAME strata)
set(CPACK_PACKAGE_CONTACT "the maintainers of Strata")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Native application server framework: the strata command, library and headers")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
include(CPack)
