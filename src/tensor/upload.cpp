#include "tensor/upload.h"

#include <algorithm>

namespace mmim {

namespace {

template <class T>
Tensor upload_numbers(const std::vector<T>& numbers, torch::Device device) {
  const Tensor staged = staging({static_cast<int64_t>(numbers.size())}, c10::CppTypeToScalarType<T>::value, device);
  std::copy(numbers.begin(), numbers.end(), staged.mutable_data_ptr<T>());
  return upload(staged, device);
}

}  // namespace

Tensor staging(at::IntArrayRef shape, torch::Dtype dtype, torch::Device device) {
  return at::empty(shape, at::TensorOptions(dtype).pinned_memory(!device.is_cpu()));
}

Tensor upload(const Tensor& staged, torch::Device device) { return staged.to(device, /*non_blocking=*/true); }

Tensor upload(const std::vector<int64_t>& numbers, torch::Device device) { return upload_numbers(numbers, device); }
Tensor upload(const std::vector<float>& numbers, torch::Device device) { return upload_numbers(numbers, device); }

}  // namespace mmim
