// Operations on rows of features (rows, width): bias is added by the product before, here come dropout, residual and
// LayerNorm in one pass, GELU, and the sums over rows that gradients of biases are. With z the scales of dropout:
//   y = residual + z x,  normal = (y - mean y) / sd y,  out = normal * weight + bias
//   g = d_out * weight,  d_residual = (g - mean g - normal * mean(g * normal)) / sd y,  d_x = z d_residual
//   d_weight = sum over rows of d_out * normal,  d_bias = sum over rows of d_out
//   gelu(x) = x Phi(x),  gelu'(x) = Phi(x) + x phi(x); Phi, phi: the normal distribution and its density
// Means and sd are of a row. Whole vectors first, then the numbers left over in one more, whose other lanes are masked.
#include "kernels/cpu/dropout_mask.h"
#include "kernels/cpu/isa.h"
#include "kernels/cpu/simd.h"

namespace mmim::cpu {
namespace {

/// kLanes numbers from p, of which `count` are there; the others are 0.
MMIM_INLINE Floats load_some(const float* p, int64_t count) {
  if (count >= kLanes) return load(p);
  Floats v = {};
  for (int64_t i = 0; i < count; ++i) v[i] = p[i];
  return v;
}
MMIM_INLINE void store_some(float* p, Floats v, int64_t count) {
  if (count >= kLanes) return store(p, v);
  for (int64_t i = 0; i < count; ++i) p[i] = v[i];
}

/// LayerNorm of out's row in place of it: residual + dropout(x) was stored there.
MMIM_INLINE void normalise(const AddNorm& n, int64_t row, float total) {
  const int64_t width = n.width;
  float* const out = n.out + row * width;
  float* const normal = n.normal ? n.normal + row * width : nullptr;
  const Floats mean = all(total / static_cast<float>(width));
  Floats squares = {};
  for (int64_t i = 0; i < width; i += kLanes) {
    const Floats centred = first_lanes(width - i) ? load_some(out + i, width - i) - mean : Floats{};
    squares += centred * centred;
    store_some(out + i, centred, width - i);
  }
  const float deviation = 1 / __builtin_sqrtf(sum(squares) / static_cast<float>(width) + n.epsilon);
  if (n.deviation) n.deviation[row] = deviation;
  for (int64_t i = 0; i < width; i += kLanes) {
    const int64_t left = width - i;
    const Floats z = load_some(out + i, left) * deviation;
    if (normal) store_some(normal + i, z, left);
    store_some(out + i, z * load_some(n.weight + i, left) + load_some(n.bias + i, left), left);
  }
}

void add_norm(const AddNorm& n, int64_t begin, int64_t end) {
  for (int64_t row = begin; row < end; ++row) {
    const float *x = n.x + row * n.width, *residual = n.residual + row * n.width;
    float* const out = n.out + row * n.width;
    const RowMask mask(n.mask, row);
    Floats total = {};
    for (int64_t i = 0; i < n.width; i += kLanes) {
      const int64_t left = n.width - i;
      Floats value = load_some(x + i, left);
      if (n.mask.rows) value = mask.apply(value, i);
      value += load_some(residual + i, left);
      total += value;
      store_some(out + i, value, left);
    }
    normalise(n, row, sum(total));
  }
}

void add_norm_back(const AddNormBack& n, int64_t begin, int64_t end) {
  const int64_t width = n.width;
  for (int64_t row = begin; row < end; ++row) {
    const float *d_out = n.d_out + row * width, *normal = n.normal + row * width;
    Floats sums = {}, along = {};
    for (int64_t i = 0; i < width; i += kLanes) {
      const Floats d = load_some(d_out + i, width - i) * load_some(n.weight + i, width - i);
      sums += d;
      along += d * load_some(normal + i, width - i);
    }
    const float share = 1 / static_cast<float>(width);
    const Floats mean = all(sum(sums) * share), slope = all(sum(along) * share), deviation = all(n.deviation[row]);
    const RowMask mask(n.mask, row);
    for (int64_t i = 0; i < width; i += kLanes) {
      const int64_t left = width - i;
      const Floats d = load_some(d_out + i, left) * load_some(n.weight + i, left);
      const Floats out = deviation * (d - mean - slope * load_some(normal + i, left));
      store_some(n.d_residual + row * width + i, out, left);
      if (n.mask.rows) store_some(n.d_x + row * width + i, mask.apply(out, i), left);
    }
  }
}

void norm_parameters(const AddNormBack& n, int64_t rows, float* d_weight, float* d_bias, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; i += kLanes) {
    const int64_t left = end - i;
    Floats weight = {}, bias = {};
    for (int64_t row = 0; row < rows; ++row) {
      const Floats d = load_some(n.d_out + row * n.width + i, left);
      weight += d * load_some(n.normal + row * n.width + i, left);
      bias += d;
    }
    store_some(d_weight + i, weight, left);
    store_some(d_bias + i, bias, left);
  }
}

void column_sums(const float* x, int64_t rows, int64_t width, float* sums, int64_t begin, int64_t end) {
  constexpr int64_t kAtOnce = 4;  // a cache line or more of each row
  int64_t i = begin;
  for (; i + kAtOnce * kLanes <= end; i += kAtOnce * kLanes) {
    Floats total[kAtOnce] = {};
    for (int64_t row = 0; row < rows; ++row)
      for (int64_t part = 0; part < kAtOnce; ++part) total[part] += load(x + row * width + i + part * kLanes);
    for (int64_t part = 0; part < kAtOnce; ++part) store(sums + i + part * kLanes, total[part]);
  }
  for (; i < end; i += kLanes) {
    Floats total = {};
    for (int64_t row = 0; row < rows; ++row) total += load_some(x + row * width + i, end - i);
    store_some(sums + i, total, end - i);
  }
}

/// The normal distribution up to x.
MMIM_INLINE Floats normal_below(Floats x) { return 0.5f + 0.5f * erf(x * 0.707106781f); }

void gelu(const float* x, float* out, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; i += kLanes) {
    const Floats value = load_some(x + i, end - i);
    store_some(out + i, value * normal_below(value), end - i);
  }
}

void gelu_back(const float* x, float* gradient, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; i += kLanes) {
    const Floats value = load_some(x + i, end - i);
    const Floats density = 0.398942280f * exp(-0.5f * value * value);
    store_some(gradient + i, load_some(gradient + i, end - i) * (normal_below(value) + value * density), end - i);
  }
}

}  // namespace

void MMIM_ISA(add_rows)(Kernels& kernels) {
  kernels.add_norm = add_norm;
  kernels.add_norm_back = add_norm_back;
  kernels.norm_parameters = norm_parameters;
  kernels.column_sums = column_sums;
  kernels.gelu = gelu;
  kernels.gelu_back = gelu_back;
}

}  // namespace mmim::cpu
