// Operations on rows of features. A warp works on one row at a time and its lanes stride over the columns, so that
// memory is read in whole lines and a lane finds again what it has written itself. Sums over rows: a block takes 32
// columns, its 32 warps take rows in turn, and their sums are added in the order of the warps.
#include "kernels/cuda/dropout_mask.h"

namespace mmim::cuda {
namespace {

constexpr int kRowsOfBlock = 4;  // warps of a block, one row each
constexpr int kSummers = 32;     // warps that share the rows of 32 columns

/// out[row][column] = 0 or the scale.
__global__ void scales_kernel(Scales s) {
  const int64_t count = s.count * s.width, stride = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += stride)
    s.out[i] = RowMask(s.mask, i / s.width).apply(1.0f, s.columns[i % s.width]);
}

/// y = residual + dropout(x); normal = (y - mean y) / sd y; out = normal * weight + bias. x (rows, width).
__global__ void add_norm_kernel(AddNorm n) {
  const int64_t row = static_cast<int64_t>(blockIdx.x) * kRowsOfBlock + threadIdx.y;
  if (row >= n.rows) return;
  const int64_t at = row * n.width;
  const RowMask mask(n.mask, row);
  float total = 0;
  for (int64_t i = threadIdx.x; i < n.width; i += kWarp) {
    const float value = mask.apply(n.x[at + i], i) + n.residual[at + i];
    n.out[at + i] = value;
    total += value;
  }
  const float mean = warp_sum(total) / static_cast<float>(n.width);
  float squares = 0;
  for (int64_t i = threadIdx.x; i < n.width; i += kWarp) {
    const float centred = n.out[at + i] - mean;
    squares += centred * centred;
  }
  const float deviation = 1 / sqrtf(warp_sum(squares) / static_cast<float>(n.width) + n.epsilon);
  if (threadIdx.x == 0) n.deviation[row] = deviation;
  for (int64_t i = threadIdx.x; i < n.width; i += kWarp) {
    const float z = (n.out[at + i] - mean) * deviation;
    n.normal[at + i] = z;
    n.out[at + i] = z * n.weight[i] + n.bias[i];
  }
}

/// g = d_out * weight; d_residual = deviation * (g - mean g - normal * mean(g * normal)); d_x = dropout of that.
__global__ void add_norm_back_kernel(AddNormBack n) {
  const int64_t row = static_cast<int64_t>(blockIdx.x) * kRowsOfBlock + threadIdx.y;
  if (row >= n.rows) return;
  const int64_t at = row * n.width;
  float total = 0, along = 0;
  for (int64_t i = threadIdx.x; i < n.width; i += kWarp) {
    const float g = n.d_out[at + i] * n.weight[i];
    total += g;
    along += g * n.normal[at + i];
  }
  const float mean = warp_sum(total) / static_cast<float>(n.width);
  const float slope = warp_sum(along) / static_cast<float>(n.width);
  const float deviation = n.deviation[row];
  const RowMask mask(n.mask, row);
  for (int64_t i = threadIdx.x; i < n.width; i += kWarp) {
    const float g = n.d_out[at + i] * n.weight[i];
    const float d = deviation * (g - mean - slope * n.normal[at + i]);
    n.d_residual[at + i] = d;
    if (mask.active) n.d_x[at + i] = mask.apply(d, i);
  }
}

/// sums[column] = sum over rows of x, and products[column] of x * y unless y is null. x, y (rows, width).
__global__ void MMIM_BLOCK_OF(kWarp* kSummers)
    column_sums_kernel(const float* x, const float* y, int64_t rows, int64_t width, float* sums, float* products) {
  __shared__ float parts[2][kSummers][kWarp];
  const int64_t column = static_cast<int64_t>(blockIdx.x) * kWarp + threadIdx.x;
  float sum = 0, product = 0;
  for (int64_t row = threadIdx.y; row < rows && column < width; row += kSummers) {
    const float value = x[row * width + column];
    sum += value;
    if (y) product += value * y[row * width + column];
  }
  parts[0][threadIdx.y][threadIdx.x] = sum;
  parts[1][threadIdx.y][threadIdx.x] = product;
  __syncthreads();
  if (threadIdx.y > 1 || column >= width) return;
  float total = 0;
  for (int i = 0; i < kSummers; ++i) total += parts[threadIdx.y][i][threadIdx.x];
  if (threadIdx.y == 0) sums[column] = total;
  if (threadIdx.y == 1 && y) products[column] = total;
}

/// The normal distribution up to x.
__device__ float normal_below(float x) { return 0.5f + 0.5f * erff(x * 0.707106781f); }

/// out = x * Phi(x)
__global__ void gelu_kernel(const float* x, float* out, int64_t count) {
  const int64_t stride = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += stride)
    out[i] = x[i] * normal_below(x[i]);
}

/// gradient *= Phi(x) + x * phi(x)
__global__ void gelu_back_kernel(const float* x, float* gradient, int64_t count) {
  const int64_t stride = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count; i += stride) {
    const float density = 0.398942280f * expf(-0.5f * x[i] * x[i]);
    gradient[i] *= normal_below(x[i]) + x[i] * density;
  }
}

void scales(const Scales& s, Stream stream) {
  if (s.count * s.width > 0) MMIM_LAUNCH(scales_kernel, blocks_over(s.count * s.width), kThreads, 0, stream, s);
}

void add_norm(const AddNorm& n, Stream stream) {
  if (n.rows > 0)
    MMIM_LAUNCH(add_norm_kernel, blocks_of(n.rows, kRowsOfBlock), dim3(kWarp, kRowsOfBlock), 0, stream, n);
}

void sum_columns(const float* x, const float* y, int64_t rows, int64_t width, float* sums, float* products,
                 Stream stream) {
  if (width > 0)
    MMIM_LAUNCH(column_sums_kernel, blocks_of(width, kWarp), dim3(kWarp, kSummers), 0, stream, x, y, rows, width, sums,
                products);
}

void add_norm_back(const AddNormBack& n, Stream stream) {
  if (n.rows > 0)
    MMIM_LAUNCH(add_norm_back_kernel, blocks_of(n.rows, kRowsOfBlock), dim3(kWarp, kRowsOfBlock), 0, stream, n);
  sum_columns(n.d_out, n.normal, n.rows, n.width, n.d_bias, n.d_weight, stream);
}

void column_sums(const float* x, int64_t rows, int64_t width, float* sums, Stream stream) {
  sum_columns(x, nullptr, rows, width, sums, nullptr, stream);
}

void gelu(const float* x, float* out, int64_t count, Stream stream) {
  if (count > 0) MMIM_LAUNCH(gelu_kernel, blocks_over(count), kThreads, 0, stream, x, out, count);
}

void gelu_back(const float* x, float* gradient, int64_t count, Stream stream) {
  if (count > 0) MMIM_LAUNCH(gelu_back_kernel, blocks_over(count), kThreads, 0, stream, x, gradient, count);
}

}  // namespace

void MMIM_CUDA(add_rows)(Kernels& kernels) {
  kernels.scales = scales;
  kernels.add_norm = add_norm;
  kernels.add_norm_back = add_norm_back;
  kernels.column_sums = column_sums;
  kernels.gelu = gelu;
  kernels.gelu_back = gelu_back;
}

}  // namespace mmim::cuda
