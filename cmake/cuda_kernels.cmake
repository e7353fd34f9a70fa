# The sources of src/kernels/cuda, where LibTorch is a CUDA build and nvcc is found; else GPUs get LibTorch's kernels.
# The rest of the program calls them through a table and needs no CUDA header. CMAKE_CUDA_ARCHITECTURES chooses devices.
include(floors)
if(NOT EXISTS ${MMIM_TORCH_ROOT}/lib/libtorch_cuda.so)
  return()
endif()
include(CheckLanguage)
check_language(CUDA)
if(NOT CMAKE_CUDA_COMPILER)
  message(STATUS "LibTorch is a CUDA build, but no nvcc was found: kernels/cuda is left out")
  return()
endif()
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  set(CMAKE_CUDA_ARCHITECTURES 80-real 90) # and, compiled when first loaded, what is newer
endif()
enable_language(CUDA)

file(GLOB _cuda_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/kernels/cuda/*.cu)
add_library(mmim_cuda_kernels OBJECT ${_cuda_sources})
target_include_directories(mmim_cuda_kernels PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(mmim_cuda_kernels PRIVATE --expt-relaxed-constexpr)
set_target_properties(mmim_cuda_kernels PROPERTIES CUDA_STANDARD 17) # CMake 3.25 knows no later one of nvcc 13
target_sources(mmim_kernels PRIVATE $<TARGET_OBJECTS:mmim_cuda_kernels>)
target_compile_definitions(mmim_kernels PRIVATE MMIM_CUDA_KERNELS)
target_link_libraries(mmim_kernels PUBLIC ${CMAKE_CUDA_RUNTIME_LIBRARY_TARGET})
