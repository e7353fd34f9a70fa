#pragma once
#include <gtest/gtest.h>

#include "kernels/cuda_on_host.h"
#include "kernels/on_cpu/threads.h"
#include "kernels/on_cuda/queue.h"

namespace mmim {

/// ||got - want|| / ||want||, in double precision; the norm itself where want is 0.
inline double relative_error(const Tensor& got, const Tensor& want) {
  const Tensor difference = got.to(at::kDouble) - want.to(at::kDouble);
  const double scale = want.to(at::kDouble).norm().item<double>(), error = difference.norm().item<double>();
  return scale > 0 ? error / scale : error;
}

/// The body once for every instruction set that this machine has.
inline void for_each_cpu(const std::function<void()>& body) {
  for (const cpu::Kernels* kernels : supported_kernels()) {
    SCOPED_TRACE(kernels->name);
    const ChosenKernels chosen(*kernels);
    body();
  }
}

/// The body with the CUDA kernels on tensors of the host, their threads taking turns in either order.
inline void for_each_cuda_order(const std::function<void()>& body) {
  for (const on_host::Order order : {on_host::Order::ascending, on_host::Order::descending}) {
    SCOPED_TRACE(order == on_host::Order::ascending ? "CUDA on the host" : "CUDA on the host, last thread first");
    const ChosenCudaKernels chosen(*cuda::kernels_on_host());
    on_host::order = order;
    body();
  }
  on_host::order = on_host::Order::ascending;
}

inline void for_each_kernels(const std::function<void()>& body) {
  for_each_cpu(body);
  for_each_cuda_order(body);
}

/// Numbers that look random and are the same everywhere.
inline Tensor waves(at::IntArrayRef shape, double phase, double size = 1) {
  int64_t count = 1;
  for (const int64_t length : shape) count *= length;
  return (((at::arange(count, at::kDouble) * 0.7371 + phase).sin() * 43758.5453).frac() * size)
      .to(at::kFloat)
      .view(shape);
}

}  // namespace mmim
