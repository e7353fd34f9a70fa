# The floors of src/, from ground to top: `floor | floors it may include | outside libraries`.
# CMake links from this table and tests/architecture holds every #include against it.
# formats takes ICU for its converters: tables of text come in UTF-16, GB18030 and Windows-1252 too.
include_guard()
set(MMIM_FLOORS
    "core||mmim_json mmim_toml"
    "formats|core|mmim_hdf5 mmim_zip mmim_unpack mmim_icu"
    "text|formats|mmim_icu"
    "metrics|core|mmim_boost"
    "corpus|formats|"
    "extract|corpus|mmim_eigen mmim_pocketsphinx mmim_flite mmim_openvino"
    "http|core|mmim_boost"
    "results|corpus metrics|"
    "report|results|"
    "tensor|core|mmim_torch"
    "kernels|tensor|"
    "data|tensor corpus text|"
    "nn|kernels formats|"
    "information|nn|"
    "losses|tensor|"
    "models|information losses nn data|"
    "predict|models results extract|"
    "published|predict|"
    "serve|predict http|"
    "train|predict|"
    "experiments|train report|"
    "bench|train|"
    "cli|experiments bench published serve|mmim_cli11")
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
    serve
    train
    experiments
    bench
    cli)

set(MMIM_TORCH_DEFAULT ${PROJECT_SOURCE_DIR}/.cache/torch/torch) # where `./dev build` puts it
set(MMIM_OPENVINO_DEFAULT ${PROJECT_SOURCE_DIR}/.cache/openvino/openvino)
include(torch)
include(outside)
if(NOT TARGET mmim_torch)
  message(FATAL_ERROR "There is no LibTorch: MMIM_TORCH_ROOT must name the folder with its include/ and lib/")
endif()

add_library(mmim_flags INTERFACE) # of this build; who links an installed floor chooses others
target_include_directories(mmim_flags INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(mmim_flags INTERFACE -Wall -Wextra -Wno-unused-parameter -Winvalid-pch)
# The version stands in one object, so that a new one compiles little.
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/core/version.cpp
                            PROPERTIES COMPILE_DEFINITIONS "MMIM_VERSION=\"${PROJECT_VERSION}\"")

# One precompiled header for every LibTorch floor: the only include of LibTorch, compiled once.
function(mmim_use_pch target)
  if(NOT MMIM_PCH)
    return()
  endif()
  if(target STREQUAL "mmim_tensor")
    target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src/tensor/torch.h)
  else()
    target_precompile_headers(${target} REUSE_FROM mmim_tensor)
    target_compile_options(${target} PRIVATE -fPIC) # programs would take -fPIE, with which the header does not fit
  endif()
endfunction()

# The only source that reads OpenVINO's headers.
if(MMIM_OPENVINO_LIBRARY)
  set_source_files_properties(
    ${PROJECT_SOURCE_DIR}/src/extract/visual/face_networks.cpp
    PROPERTIES COMPILE_OPTIONS "-DMMIM_HAS_OPENVINO;-isystem;${MMIM_OPENVINO_ROOT}/include" SKIP_UNITY_BUILD_INCLUSION ON)
endif()

# Batches of sources in one compilation. Names in anonymous namespaces of one floor therefore differ.
function(mmim_use_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${MMIM_UNITY} UNITY_BUILD_BATCH_SIZE 8)
endfunction()

# What takes time in these floors are the floors below: -O1 compiles a quarter faster.
set(MMIM_LIGHT_FLOORS report predict published serve experiments bench cli)

# Called by mmim_floor, of whose sources and headers the library is made.
function(mmim_floor_library target)
  add_library(${target} STATIC ${sources})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/src FILES ${headers})
  target_link_libraries(${target} PUBLIC $<BUILD_INTERFACE:mmim_flags> Threads::Threads ${ARGN})
  target_compile_features(${target} PUBLIC cxx_std_20)
  mmim_use_unity(${target})
endfunction()

function(mmim_floor name may_include outside)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.h)
  list(FILTER sources EXCLUDE REGEX "/cli/main\\.cpp$|/kernels/cpu/") # the latter: cmake/cpu_kernels.cmake
  if(NOT sources)
    return()
  endif()
  foreach(library IN LISTS outside)
    if(NOT TARGET ${library})
      message(FATAL_ERROR "The floor ${name} needs ${library} of cmake/outside.cmake, which was not found")
    endif()
  endforeach()
  list(TRANSFORM may_include PREPEND mmim_ OUTPUT_VARIABLE below)
  mmim_floor_library(mmim_${name} ${below} ${outside})
  add_library(mmim::${name} ALIAS mmim_${name})
  if(name IN_LIST MMIM_LIGHT_FLOORS)
    target_compile_options(mmim_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  endif()
  if(name IN_LIST MMIM_TORCH_FLOORS)
    mmim_use_pch(mmim_${name})
  elseif(MMIM_TESTS AND MMIM_SANITIZED)
    list(TRANSFORM below APPEND _sanitized)
    mmim_floor_library(mmim_${name}_sanitized ${below} ${outside})
    set_target_properties(mmim_${name}_sanitized PROPERTIES EXCLUDE_FROM_ALL ON)
    target_compile_options(mmim_${name}_sanitized PUBLIC -fsanitize=address,undefined -fno-sanitize-recover=all
                                                         -O1 -g1 -fno-omit-frame-pointer)
    target_link_options(mmim_${name}_sanitized PUBLIC -fsanitize=address,undefined)
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

foreach(target mmim_extract mmim_extract_sanitized)
  if(TARGET ${target})
    target_compile_definitions(${target} PRIVATE ${MMIM_EXTRACT_HAS})
  endif()
endforeach()

if(EXISTS ${PROJECT_SOURCE_DIR}/src/cli/main.cpp)
  add_executable(mmim ${PROJECT_SOURCE_DIR}/src/cli/main.cpp)
  target_link_libraries(mmim PRIVATE mmim_cli)
  mmim_use_pch(mmim)
endif()
