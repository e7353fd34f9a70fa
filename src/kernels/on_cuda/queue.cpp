#include "kernels/on_cuda/queue.h"

#include <c10/core/impl/VirtualGuardImpl.h>

namespace mmim {

namespace {

const cuda::Kernels* chosen = nullptr;

cuda::Stream current_stream(torch::Device device) {
  if (device.is_cpu()) return nullptr;
  return c10::impl::VirtualGuardImpl(device.type()).getStream(device).native_handle();
}

}  // namespace

const cuda::Kernels* cuda_kernels(torch::Device device) {
  if (chosen) return chosen;
#ifdef MMIM_CUDA_KERNELS
  if (device.is_cuda()) return cuda::kernels();
#endif
  return nullptr;
}

CudaQueue::CudaQueue(torch::Device device)
    : guard_(device), kernels_(cuda_kernels(device)), stream_(current_stream(device)) {}

ChosenCudaKernels::ChosenCudaKernels(const cuda::Kernels& kernels) : before_(chosen) { chosen = &kernels; }
ChosenCudaKernels::~ChosenCudaKernels() { chosen = before_; }

}  // namespace mmim
