#pragma once

namespace mmim {

/// How networks compute. reference: plain LibTorch operations, any type and device: the oracle. fused: the operations
/// of kernels/ wherever they apply (float32, on a CPU or on a GPU that they are built for), LibTorch's elsewhere.
enum class Route { reference, fused };

/// What matrix products of the fused route multiply. bf16: both factors rounded to bfloat16, sums, weights and all
/// other operations in float32.
enum class Precision { fp32, bf16 };

struct Compute {
  Route route = Route::reference;
  Precision precision = Precision::fp32;
};

}  // namespace mmim
