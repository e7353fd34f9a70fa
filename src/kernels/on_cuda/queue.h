#pragma once
#include "kernels/cuda/kernels.h"
#include "tensor/torch.h"

namespace mmim {

/// The kernels of kernels/cuda that tensors on this device take; null on a CPU, and where this build has none.
const cuda::Kernels* cuda_kernels(torch::Device device);

/// Where work on a tensor's device is queued while this lives: `queue->gelu(..., queue.stream())`.
class CudaQueue {
 public:
  explicit CudaQueue(torch::Device device);
  const cuda::Kernels* operator->() const { return kernels_; }
  cuda::Stream stream() const { return stream_; }  ///< LibTorch's current one

 private:
  c10::DeviceGuard guard_;
  const cuda::Kernels* kernels_;
  cuda::Stream stream_;
};

/// While it lives, cuda_kernels() are these on every device: for tests, with kernels that run on the host.
class ChosenCudaKernels {
 public:
  explicit ChosenCudaKernels(const cuda::Kernels& kernels);
  ChosenCudaKernels(const ChosenCudaKernels&) = delete;
  ChosenCudaKernels& operator=(const ChosenCudaKernels&) = delete;
  ~ChosenCudaKernels();

 private:
  const cuda::Kernels* before_;
};

}  // namespace mmim
