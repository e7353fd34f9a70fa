# LibTorch from an installed wheel (or an unpacked LibTorch), CPU or CUDA, without a CUDA toolkit.
# MMIM_TORCH_ROOT: the folder that holds include/ and lib/; `./dev` sets it. Versions 2.11 to 2.13 are known to work.
find_path(MMIM_TORCH_ROOT NAMES include/ATen/ATen.h HINTS ENV MMIM_TORCH_ROOT NO_DEFAULT_PATH REQUIRED)
set(_torch_lib ${MMIM_TORCH_ROOT}/lib)

add_library(mmim_torch INTERFACE)
target_include_directories(mmim_torch SYSTEM INTERFACE ${MMIM_TORCH_ROOT}/include
                                                       ${MMIM_TORCH_ROOT}/include/torch/csrc/api/include)
target_link_libraries(mmim_torch INTERFACE ${_torch_lib}/libtorch_cpu.so ${_torch_lib}/libc10.so)
if(EXISTS ${_torch_lib}/libtorch_cuda.so) # its kernels register themselves on load, so it must stay in NEEDED
  target_link_options(mmim_torch INTERFACE LINKER:--unresolved-symbols=ignore-in-shared-libs)
  target_link_libraries(mmim_torch INTERFACE -Wl,--push-state,--no-as-needed ${_torch_lib}/libtorch_cuda.so
                                             ${_torch_lib}/libc10_cuda.so -Wl,--pop-state)
endif()
