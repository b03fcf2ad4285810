# strata_service(NAME [SOURCE_DIR dir]): a service in the layout that `strata new` makes.
#
#   NAME_generate    schemas/*.schema, db/**.sql and config/*.json as C++, in ${CMAKE_BINARY_DIR}/generated/NAME
#   NAME_schemas     the generated types
#   NAME_domain      domain/**.cpp
#   NAME_db          the generated queries
#   NAME_api         api/**.cpp, the handlers
#   NAME_transport   transport/**.cpp, if the service has raw endpoints of its own
#   NAME_registry    all of them: what a test with strata::testing links
#   NAME             main.cpp with it; the program is ${CMAKE_BINARY_DIR}/NAME
#
# `strata check layers` runs before a layer is compiled, and on the linked domain: a layer that includes or
# uses what it may not know fails the build.
# GNU nm names a symbol's source line; that of other toolchains does not everywhere.
find_program(STRATA_NM nm REQUIRED)

function(strata_service name)
    cmake_parse_arguments(SERVICE "" "SOURCE_DIR" "" ${ARGN})
    if(NOT SERVICE_SOURCE_DIR)
        set(SERVICE_SOURCE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    endif()
    get_filename_component(dir ${SERVICE_SOURCE_DIR} ABSOLUTE)
    set(generated ${CMAKE_BINARY_DIR}/generated/${name})

    strata_service_generate()
    strata_service_layer(schemas SOURCES ${generated_schemas} LINKS strata::strata)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${dir}/domain/*.cpp)
    strata_service_layer(domain CHECKED SOURCES ${sources} LINKS ${name}_schemas)
    strata_service_layer(db CHECKED SOURCES ${generated_db} LINKS ${name}_schemas)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${dir}/api/*.cpp)
    strata_service_layer(api CHECKED SOURCES ${sources} LINKS ${name}_domain ${name}_db)
    set(top ${name}_api)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${dir}/transport/*.cpp)
    # The framework's own transport/ is no layer of the service beside it.
    if(sources AND NOT dir STREQUAL "${Strata_SOURCE_DIR}")
        strata_service_layer(transport SOURCES ${sources} LINKS ${top})
        set(top ${name}_transport)
    endif()

    strata_service_layer(registry SOURCES ${generated}/service.cpp LINKS ${top})
    add_executable(${name} ${dir}/main.cpp)
    # Its exported names are what a stack trace in the log shows.
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR} ENABLE_EXPORTS ON)
    target_link_libraries(${name} PRIVATE ${name}_registry)
    strata_service_compiler(${name})
endfunction()

# The functions below share the variables name, dir and generated of strata_service().

# Runs the generator. The names of its output follow from the names of its input; generated_schemas and
# generated_db become the sources among them.
macro(strata_service_generate)
    file(GLOB schemas CONFIGURE_DEPENDS ${dir}/schemas/*.schema ${dir}/schemas/*/*.schema)
    file(GLOB queries CONFIGURE_DEPENDS ${dir}/db/*.sql)
    file(GLOB migrations CONFIGURE_DEPENDS ${dir}/db/migrations/*.sql)
    file(GLOB configs CONFIGURE_DEPENDS ${dir}/config/*.json)
    set(headers ${generated}/service.hpp)
    set(generated_schemas)
    set(generated_db)
    foreach(file IN LISTS schemas)
        strata_service_contract(module ${file})
        list(APPEND headers ${generated}/schemas/${module}.hpp ${generated}/api/${module}.hpp)
        list(APPEND generated_schemas ${generated}/schemas/${module}.cpp)
    endforeach()
    foreach(file IN LISTS queries)
        strata_service_module(module ${file})
        if(NOT module STREQUAL "create")
            list(APPEND headers ${generated}/db/${module}.hpp)
            list(APPEND generated_db ${generated}/db/${module}.cpp)
        endif()
    endforeach()
    list(REMOVE_DUPLICATES headers)
    list(REMOVE_DUPLICATES generated_schemas)
    list(REMOVE_DUPLICATES generated_db)

    # The generator leaves a file alone that would not change, so that what is built from it stays too.
    set(stamp ${generated}/generated.stamp)
    add_custom_command(OUTPUT ${stamp}
        BYPRODUCTS ${headers} ${generated_schemas} ${generated_db} ${generated}/service.cpp
        COMMAND strata::cli generate --service ${dir} --output ${generated} --name ${name}
        COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
        DEPENDS ${schemas} ${queries} ${migrations} ${configs} strata::cli
        COMMENT "Generating ${name} from its contracts and queries" VERBATIM)
    add_custom_target(${name}_generate DEPENDS ${stamp})
endmacro()

# schemas/messenger.2.schema -> messenger_2; schemas/shop/Order.schema, a type of module shop -> shop;
# schemas/Account.schema, a type of no folder -> model
function(strata_service_contract variable file)
    file(RELATIVE_PATH path ${dir}/schemas ${file})
    if(path MATCHES "^([^/]+)/")
        string(REPLACE "." "_" module ${CMAKE_MATCH_1})
    elseif(path MATCHES "^[A-Z]")
        set(module model)
    else()
        strata_service_module(module ${file})
    endif()
    set(${variable} ${module} PARENT_SCOPE)
endfunction()

# messenger.2.schema -> messenger_2, messenger.postgres.sql -> messenger
function(strata_service_module variable file)
    get_filename_component(module ${file} NAME)
    string(REGEX REPLACE "\\.schema$|(\\.(sqlite|postgres))?\\.sql$" "" module ${module})
    string(REPLACE "." "_" module ${module})
    set(${variable} ${module} PARENT_SCOPE)
endfunction()

# NAME_LAYER: a library that knows the generated code, the service's folder and the layers it links.
function(strata_service_layer layer)
    cmake_parse_arguments(LAYER "CHECKED" "" "SOURCES;LINKS" ${ARGN})
    set(target ${name}_${layer})
    set(scope PUBLIC)
    if(LAYER_SOURCES)
        add_library(${target} STATIC ${LAYER_SOURCES})
        strata_service_compiler(${target})
    else()
        set(scope INTERFACE)
        add_library(${target} INTERFACE)
    endif()
    target_include_directories(${target} ${scope} ${generated} ${dir})
    target_link_libraries(${target} ${scope} ${LAYER_LINKS})
    add_dependencies(${target} ${name}_generate)
    if(LAYER_CHECKED)
        strata_service_check_includes(${layer})
    endif()
    if(layer STREQUAL "domain" AND LAYER_SOURCES)
        add_custom_command(TARGET ${target} POST_BUILD
            COMMAND strata::cli check layers --service ${dir} --layer ${layer}
                --library $<TARGET_FILE:${target}> --nm ${STRATA_NM}
            VERBATIM)
    endif()
endfunction()

# Before a layer is compiled, its own files include only what the layer may know. The files of db/ are generated.
function(strata_service_check_includes layer)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS ${dir}/${layer}/*.cpp ${dir}/${layer}/*.hpp)
    if(layer STREQUAL "db")
        list(APPEND files ${generated_db} ${name}_generate)
    endif()
    set(stamp ${generated}/${layer}.checked)
    add_custom_command(OUTPUT ${stamp}
        COMMAND strata::cli check layers --service ${dir} --layer ${layer} --generated ${generated}
        COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
        DEPENDS ${files} strata::cli
        COMMENT "Checking what ${name}'s ${layer}/ includes" VERBATIM)
    add_custom_target(${name}_${layer}_includes DEPENDS ${stamp})
    add_dependencies(${name}_${layer} ${name}_${layer}_includes)
endfunction()

# C++23, and inside the framework's own build its warnings.
function(strata_service_compiler target)
    target_compile_features(${target} PUBLIC cxx_std_23)
    if(TARGET strata_compiler)
        target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:strata_compiler>)
    endif()
endfunction()
