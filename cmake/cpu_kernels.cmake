# The sources of src/kernels/cpu, once for each instruction set; which one runs is decided when the program starts.
include(floors)
include(CheckCXXCompilerFlag)
file(GLOB _cpu_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/kernels/cpu/*.cpp)

function(mmim_cpu_kernels isa)
  add_library(mmim_kernels_${isa} OBJECT ${_cpu_sources})
  target_link_libraries(mmim_kernels_${isa} PRIVATE mmim_flags)
  target_compile_options(mmim_kernels_${isa} PRIVATE -O3 -ffp-contract=fast -fno-math-errno -fno-trapping-math
                                                     -Wno-psabi ${ARGN})
  target_sources(mmim_kernels PRIVATE $<TARGET_OBJECTS:mmim_kernels_${isa}>)
endfunction()

mmim_cpu_kernels(generic)
check_cxx_compiler_flag(-mavx512bf16 MMIM_HAS_X86)
if(MMIM_HAS_X86)
  set(_avx512 -mavx2 -mfma -mavx512f -mavx512bw -mavx512dq -mavx512vl)
  mmim_cpu_kernels(avx2 -mavx2 -mfma)
  mmim_cpu_kernels(avx512 ${_avx512})
  mmim_cpu_kernels(avx512_bf16 ${_avx512} -mavx512bf16)
  target_compile_definitions(mmim_kernels PRIVATE MMIM_X86_KERNELS)
endif()

# LibTorch's parallel_for is a template that shares work only where it is compiled with OpenMP.
set_source_files_properties(
  ${PROJECT_SOURCE_DIR}/src/kernels/on_cpu/threads.cpp ${PROJECT_SOURCE_DIR}/src/tensor/waiting.cpp
  PROPERTIES COMPILE_OPTIONS -fopenmp SKIP_PRECOMPILE_HEADERS ON SKIP_UNITY_BUILD_INCLUSION ON)
target_link_libraries(mmim_tensor PUBLIC mmim_openmp)
