// Adam and the joint norm over many tensors in one launch each; where the tensors lie is a kernel parameter, so nothing
// is copied to the device before. Grids are (blocks of the largest tensor, tensors).
#include "kernels/cuda/launch.h"

namespace mmim::cuda {
namespace {

/// g = clip(gradient) + decay * value; first, second: running means of g and g^2; value = keep_after * (keep_before *
/// value - rate * first / (sqrt(second) * root_correction + epsilon))
__global__ void adam_kernel(AdamSteps s) {
  const AdamTensor& t = s.tensors[blockIdx.y];
  const float scale = s.factor ? s.gradient_scale * *s.factor : s.gradient_scale;
  const int64_t stride = static_cast<int64_t>(gridDim.x) * blockDim.x;
  for (int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < t.size; i += stride) {
    const float value = t.value[i];
    float gradient = t.gradient[i] * scale;
    if (s.gradient_limit > 0)
      gradient = gradient > s.gradient_limit    ? s.gradient_limit
                 : gradient < -s.gradient_limit ? -s.gradient_limit
                                                : gradient;
    gradient += s.decay * value;
    const float first = s.beta1 * t.first[i] + s.rest1 * gradient;
    const float second = s.beta2 * t.second[i] + s.rest2 * (gradient * gradient);
    t.first[i] = first;
    t.second[i] = second;
    const float step = t.rate * (first / (sqrtf(second) * t.root_correction + t.epsilon));
    t.value[i] = s.keep_after * (s.keep_before * value - step);
  }
}

/// The sum of a block's numbers, in thread 0.
__device__ double block_sum(double x) {
  __shared__ double parts[kThreads];
  parts[threadIdx.x] = x;
  __syncthreads();
  for (unsigned step = kThreads / 2; step > 0; step /= 2) {
    if (threadIdx.x < step) parts[threadIdx.x] += parts[threadIdx.x + step];
    __syncthreads();
  }
  return parts[0];
}

/// sums[first[tensor] + stretch] = sum of the squares of that stretch.
__global__ void squares_kernel(Squares s) {
  const int64_t begin = static_cast<int64_t>(blockIdx.x) * kStretch, size = s.sizes[blockIdx.y];
  if (begin >= size) return;
  const int64_t end = begin + kStretch < size ? begin + kStretch : size;
  double sum = 0;
  for (int64_t i = begin + threadIdx.x; i < end; i += kThreads) {
    const double x = s.tensors[blockIdx.y][i];
    sum += x * x;
  }
  sum = block_sum(sum);
  if (threadIdx.x == 0) s.sums[s.first[blockIdx.y] + blockIdx.x] = sum;
}

/// norm = sqrt(sum of sums), by one block.
__global__ void root_of_sum_kernel(const double* sums, int64_t count, double* norm) {
  double sum = 0;
  for (int64_t i = threadIdx.x; i < count; i += kThreads) sum += sums[i];
  sum = block_sum(sum);
  if (threadIdx.x == 0) *norm = sqrt(sum);
}

void adam(const AdamSteps& s, Stream stream) {
  if (s.largest > 0)
    MMIM_LAUNCH(adam_kernel, dim3(blocks_over(s.largest), static_cast<unsigned>(s.count)), kThreads, 0, stream, s);
}

void squares(const Squares& s, Stream stream) {
  if (s.largest > 0)
    MMIM_LAUNCH(squares_kernel, dim3(blocks_of(s.largest, kStretch), static_cast<unsigned>(s.count)), kThreads, 0,
                stream, s);
}

void root_of_sum(const double* sums, int64_t count, double* norm, Stream stream) {
  MMIM_LAUNCH(root_of_sum_kernel, 1, kThreads, 0, stream, sums, count, norm);
}

}  // namespace

void MMIM_CUDA(add_adam)(Kernels& kernels) {
  kernels.adam = adam;
  kernels.squares = squares;
  kernels.root_of_sum = root_of_sum;
}

}  // namespace mmim::cuda
