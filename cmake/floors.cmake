# The floors of src/, from ground to top: `floor | floors it may include | outside libraries`.
# CMake links from this table and tests/architecture holds every #include against it.
set(MMIM_FLOORS
    "core||mmim_json mmim_toml"
    "formats|core|mmim_hdf5 mmim_zip"
    "text|core|mmim_icu"
    "metrics|core|mmim_boost"
    "corpus|formats|"
    "results|corpus metrics|"
    "report|results|"
    "tensor|core|mmim_torch"
    "kernels|tensor|"
    "data|tensor corpus text|"
    "nn|kernels formats|"
    "information|nn|"
    "losses|tensor|"
    "models|information losses nn data|"
    "predict|models results|"
    "published|predict|"
    "train|predict|"
    "experiments|train report|"
    "bench|train|"
    "cli|experiments bench published|mmim_cli11")
set(MMIM_TORCH_FLOORS
    tensor
    kernels
    data
    nn
    information
    losses
    models
    predict
    published
    train
    experiments
    bench
    cli)

include(FindPkgConfig)
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5)
pkg_check_modules(ZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-uc icu-i18n)
add_library(mmim_hdf5 ALIAS PkgConfig::HDF5)
add_library(mmim_zip ALIAS PkgConfig::ZIP)
add_library(mmim_icu ALIAS PkgConfig::ICU)
add_library(mmim_json INTERFACE) # header only, in the system's include path
add_library(mmim_toml INTERFACE)
add_library(mmim_cli11 INTERFACE)
add_library(mmim_boost INTERFACE)

add_library(mmim_flags INTERFACE)
target_include_directories(mmim_flags INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(mmim_flags INTERFACE -Wall -Wextra -Wno-unused-parameter -Winvalid-pch)
target_link_libraries(mmim_flags INTERFACE Threads::Threads)
# The version stands in one object, so that a new one compiles little.
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/core/version.cpp
                            PROPERTIES COMPILE_DEFINITIONS "MMIM_VERSION=\"${PROJECT_VERSION}\"")

# One precompiled header for every LibTorch floor: the only include of LibTorch, compiled once.
function(mmim_use_pch target)
  if(NOT MMIM_PCH)
    return()
  endif()
  if(target STREQUAL "mmim_tensor")
    target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/src/tensor/torch.h)
  else()
    target_precompile_headers(${target} REUSE_FROM mmim_tensor)
    target_compile_options(${target} PRIVATE -fPIC) # programs would take -fPIE, with which the header does not fit
  endif()
endfunction()

# Batches of sources in one compilation. Names in anonymous namespaces then meet within a batch; those of the layouts
# are alike on purpose.
file(GLOB_RECURSE _layouts CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/corpus/layouts/*.cpp)
set_source_files_properties(${_layouts} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
function(mmim_use_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${MMIM_UNITY} UNITY_BUILD_BATCH_SIZE 8)
endfunction()

function(mmim_floor name may_include outside)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$|/kernels/cpu/") # the latter: cmake/cpu_kernels.cmake
  if(NOT sources)
    return()
  endif()
  list(TRANSFORM may_include PREPEND mmim_ OUTPUT_VARIABLE below)
  add_library(mmim_${name} STATIC ${sources})
  target_link_libraries(mmim_${name} PUBLIC mmim_flags ${below} ${outside})
  mmim_use_unity(mmim_${name})
  if(name IN_LIST MMIM_TORCH_FLOORS)
    mmim_use_pch(mmim_${name})
  elseif(MMIM_SANITIZED)
    list(TRANSFORM below APPEND _sanitized)
    add_library(mmim_${name}_sanitized STATIC EXCLUDE_FROM_ALL ${sources})
    mmim_use_unity(mmim_${name}_sanitized)
    target_compile_options(mmim_${name}_sanitized PUBLIC -fsanitize=address,undefined -fno-sanitize-recover=all
                                                         -O1 -g1 -fno-omit-frame-pointer)
    target_link_options(mmim_${name}_sanitized PUBLIC -fsanitize=address,undefined)
    target_link_libraries(mmim_${name}_sanitized PUBLIC mmim_flags ${below} ${outside})
  endif()
endfunction()

foreach(row IN LISTS MMIM_FLOORS)
  string(REPLACE "|" ";" columns "${row}")
  list(GET columns 0 name)
  list(GET columns 1 below)
  list(GET columns 2 outside)
  string(REPLACE " " ";" below "${below}")
  string(REPLACE " " ";" outside "${outside}")
  mmim_floor(${name} "${below}" "${outside}")
endforeach()

if(EXISTS ${CMAKE_SOURCE_DIR}/src/cli/main.cpp)
  add_executable(mmim ${CMAKE_SOURCE_DIR}/src/cli/main.cpp)
  target_link_libraries(mmim PRIVATE mmim_cli)
  mmim_use_pch(mmim)
endif()
