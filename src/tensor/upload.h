#pragma once
#include "tensor/torch.h"

namespace mmim {

/// Memory on the host to fill with what upload() then sends to `device`: pinned where that is a GPU.
Tensor staging(at::IntArrayRef shape, torch::Dtype dtype, torch::Device device);
/// The tensor on `device`. To a GPU the copy is queued on the current stream and nobody waits, provided it comes from
/// staging(), which must not be written to again; on a CPU it is the tensor itself.
Tensor upload(const Tensor& staged, torch::Device device);

/// The numbers (n) on `device`, without waiting.
Tensor upload(const std::vector<int64_t>& numbers, torch::Device device);
Tensor upload(const std::vector<float>& numbers, torch::Device device);

}  // namespace mmim
