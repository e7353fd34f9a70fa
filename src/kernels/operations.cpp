#include "kernels/operations.h"

#include "kernels/on_cpu/threads.h"
#include "kernels/on_cuda/queue.h"

namespace mmim {

namespace on_cpu {
void add_steps(Operations& table);
void add_attention(Operations& table);
void add_dropout(Operations& table);
void add_lstm(Operations& table);
void add_adam(Operations& table);
}  // namespace on_cpu

namespace on_cuda {
void add_steps(Operations& table);
void add_attention(Operations& table);
void add_dropout(Operations& table);
void add_lstm(Operations& table);
void add_adam(Operations& table);
}  // namespace on_cuda

namespace {

Operations table_of(std::initializer_list<void (*)(Operations&)> parts) {
  Operations table{};
  for (const auto add : parts) add(table);
  return table;
}

}  // namespace

const Operations& operations(torch::Device device) {
  static const Operations host =
      table_of({on_cpu::add_steps, on_cpu::add_attention, on_cpu::add_dropout, on_cpu::add_lstm, on_cpu::add_adam});
  static const Operations gpu = table_of(
      {on_cuda::add_steps, on_cuda::add_attention, on_cuda::add_dropout, on_cuda::add_lstm, on_cuda::add_adam});
  return cuda_kernels(device) ? gpu : host;
}

bool fits_fused_kernels(const Tensor& tensor) {
  return tensor.scalar_type() == at::kFloat && (tensor.is_cpu() || cuda_kernels(tensor.device()));
}

std::string say_compute(const Compute& compute, torch::Device device) {
  const bool cuda = cuda_kernels(device) != nullptr;
  if (compute.route == Route::reference || !(device.is_cpu() || cuda)) return "reference";
  return std::string("fused ") + (cuda ? "cuda" : cpu_kernels().name) +
         (compute.precision == Precision::bf16 ? " bf16" : " fp32");
}

}  // namespace mmim
