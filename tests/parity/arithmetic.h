#pragma once
#include "parity/golden.h"
#include "tensor/compute.h"

namespace mmim::golden {

/// What a case is computed in: LibTorch's operations in both precisions, and the fused kernels, on the instruction set
/// that the machine prefers.
struct Arithmetic {
  torch::Dtype dtype;
  Route route;
  std::string name;
};
inline const Arithmetic kArithmetics[] = {{at::kDouble, Route::reference, " f64"},
                                          {at::kFloat, Route::reference, " f32"},
                                          {at::kFloat, Route::fused, " f32 fused"}};

}  // namespace mmim::golden
