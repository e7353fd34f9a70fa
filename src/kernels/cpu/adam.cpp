// Adam over flat runs of numbers begin .. end of a tensor: decay, clipping and both moments in one pass over memory,
// which is all it costs. With g the clipped gradient + decay * value,
//   m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2,
//   value = keep_after * (keep_before * value - rate * m / (sqrt(v) * root_correction + epsilon))
// and the sum of squares of a run, in single precision within 4096 numbers, in double over them.
#include "kernels/cpu/isa.h"
#include "kernels/cpu/simd.h"

namespace mmim::cpu {
namespace {

MMIM_INLINE Floats root(Floats x) {
  Floats y;
  for (int64_t i = 0; i < kLanes; ++i) y[i] = __builtin_sqrtf(x[i]);
  return y;
}

MMIM_INLINE void step(const AdamStep& s, int64_t i) {
  const Floats value = load(s.value + i);
  Floats gradient = load(s.gradient + i) * s.gradient_scale;
  if (s.gradient_limit > 0)
    gradient = larger(all(-s.gradient_limit), smaller(all(s.gradient_limit), gradient));  // NaN stays
  gradient += s.decay * value;
  const Floats first = s.beta1 * load(s.first + i) + s.rest1 * gradient;
  const Floats second = s.beta2 * load(s.second + i) + s.rest2 * (gradient * gradient);
  store(s.first + i, first);
  store(s.second + i, second);
  const Floats step = s.rate * (first / (root(second) * s.root_correction + s.epsilon));
  store(s.value + i, s.keep_after * (s.keep_before * value - step));
}

void adam(const AdamStep& s, int64_t begin, int64_t end) {
  int64_t i = begin;
  for (; i + kLanes <= end; i += kLanes) step(s, i);
  if (i == end) return;
  float value[kLanes] = {}, gradient[kLanes] = {}, first[kLanes] = {}, second[kLanes] = {};
  for (int64_t k = 0; i + k < end; ++k)
    value[k] = s.value[i + k], gradient[k] = s.gradient[i + k], first[k] = s.first[i + k], second[k] = s.second[i + k];
  AdamStep rest = s;
  rest.value = value, rest.gradient = gradient, rest.first = first, rest.second = second;
  step(rest, 0);
  for (int64_t k = 0; i + k < end; ++k)
    s.value[i + k] = value[k], s.first[i + k] = first[k], s.second[i + k] = second[k];
}

double sum_of_squares(const float* x, int64_t begin, int64_t end) {
  constexpr int64_t kRun = 4096;  // numbers summed in single precision
  double total = 0;
  for (int64_t from = begin; from < end; from += kRun) {
    const int64_t to = from + kRun < end ? from + kRun : end;
    Floats a = {}, b = {};
    int64_t i = from;
    for (; i + 2 * kLanes <= to; i += 2 * kLanes) {
      const Floats u = load(x + i), v = load(x + i + kLanes);
      a += u * u;
      b += v * v;
    }
    const float run = sum(a + b);
    if (!(run <= 3e38f)) i = from;  // a square is too large for a float: all of the run again
    total += i == from ? 0 : run;
    for (; i < to; ++i) total += static_cast<double>(x[i]) * x[i];
  }
  return total;
}

}  // namespace

void MMIM_ISA(add_adam)(Kernels& kernels) {
  kernels.adam = adam;
  kernels.sum_of_squares = sum_of_squares;
}

}  // namespace mmim::cpu
