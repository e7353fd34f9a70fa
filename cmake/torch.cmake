# LibTorch from an installed wheel (or an unpacked LibTorch), CPU or CUDA, without a CUDA toolkit: the targets mmim_torch
# and mmim_openmp. The build includes this file, and so does the installed mmimConfig.cmake.
# MMIM_TORCH_ROOT: the folder that holds include/ and lib/, also from the environment; MMIM_TORCH_DEFAULT: where it is
# without that. Versions 2.11 to 2.13 are known to work.
if(TARGET mmim_torch)
  return()
endif()
find_path(MMIM_TORCH_ROOT NAMES include/ATen/ATen.h HINTS ENV MMIM_TORCH_ROOT ${MMIM_TORCH_DEFAULT} NO_DEFAULT_PATH)
if(NOT EXISTS ${MMIM_TORCH_ROOT}/include/ATen/ATen.h)
  return() # who includes this file says so
endif()
set(_torch_lib ${MMIM_TORCH_ROOT}/lib)

add_library(mmim_torch INTERFACE IMPORTED)
target_include_directories(mmim_torch SYSTEM INTERFACE ${MMIM_TORCH_ROOT}/include
                                                       ${MMIM_TORCH_ROOT}/include/torch/csrc/api/include)
target_link_libraries(mmim_torch INTERFACE ${_torch_lib}/libtorch_cpu.so ${_torch_lib}/libc10.so)
if(EXISTS ${_torch_lib}/libtorch_cuda.so) # its kernels register themselves on load, so it must stay in NEEDED
  target_link_options(mmim_torch INTERFACE LINKER:--unresolved-symbols=ignore-in-shared-libs)
  target_link_libraries(mmim_torch INTERFACE -Wl,--push-state,--no-as-needed ${_torch_lib}/libtorch_cuda.so
                                             ${_torch_lib}/libc10_cuda.so -Wl,--pop-state)
endif()

# A wheel brings the one OpenMP library that may be in the process.
file(GLOB _gomp ${_torch_lib}/libgomp*.so*)
add_library(mmim_openmp INTERFACE IMPORTED)
if(_gomp)
  target_link_libraries(mmim_openmp INTERFACE ${_gomp})
else()
  find_package(OpenMP REQUIRED)
  target_link_libraries(mmim_openmp INTERFACE OpenMP::OpenMP_CXX)
endif()

# MMIM_TORCH_VERSION: "2.13", say. LibTorch's interface changes with it.
set(MMIM_TORCH_VERSION "")
file(STRINGS ${MMIM_TORCH_ROOT}/include/torch/headeronly/version.h _numbers REGEX "_(MAJOR|MINOR) [0-9]+$")
foreach(_number IN LISTS _numbers)
  string(REGEX REPLACE ".* " "" _number "${_number}")
  list(APPEND MMIM_TORCH_VERSION ${_number})
endforeach()
list(JOIN MMIM_TORCH_VERSION "." MMIM_TORCH_VERSION)
