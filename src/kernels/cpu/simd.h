#pragma once
// Vectors of floats for the sources of this folder, which are compiled once for each instruction set: no standard
// library template may stand here, or the linker could keep the copy of a set that the machine lacks.
#include <cstdint>
#if defined(__AVX512VL__)
#include <immintrin.h>
#endif

#if defined(MMIM_LANES)  // chosen by the source
#elif defined(__AVX512F__)
#define MMIM_LANES 16
#elif defined(__AVX2__)
#define MMIM_LANES 8
#else
#define MMIM_LANES 4
#endif
#define MMIM_INLINE __attribute__((always_inline)) inline

namespace mmim::cpu {
namespace {

constexpr int64_t kLanes = MMIM_LANES;
typedef float Floats __attribute__((vector_size(4 * MMIM_LANES)));
typedef int32_t Ints __attribute__((vector_size(4 * MMIM_LANES)));
typedef uint32_t Words __attribute__((vector_size(4 * MMIM_LANES)));
typedef float FloatsAnywhere __attribute__((vector_size(4 * MMIM_LANES), aligned(4), may_alias));
typedef uint32_t WordsAnywhere __attribute__((vector_size(4 * MMIM_LANES), aligned(4), may_alias));

MMIM_INLINE Floats load(const float* p) { return *reinterpret_cast<const FloatsAnywhere*>(p); }
MMIM_INLINE Words load(const uint32_t* p) { return *reinterpret_cast<const WordsAnywhere*>(p); }
MMIM_INLINE void store(float* p, Floats v) { *reinterpret_cast<FloatsAnywhere*>(p) = v; }
MMIM_INLINE void store(uint32_t* p, Words v) { *reinterpret_cast<WordsAnywhere*>(p) = v; }
MMIM_INLINE Floats all(float x) { return x - Floats{}; }  // x - 0 is x, -0 included, so this is a plain broadcast
MMIM_INLINE Words all(uint32_t x) { return x + Words{}; }

MMIM_INLINE Floats larger(Floats a, Floats b) { return a > b ? a : b; }
MMIM_INLINE Floats smaller(Floats a, Floats b) { return a < b ? a : b; }
/// Lane i next to lane i + half of them, and so on to one.
MMIM_INLINE float sum(Floats v) {
#pragma GCC unroll 4
  for (int distance = MMIM_LANES / 2; distance > 0; distance /= 2) {
    Ints from;
    for (int i = 0; i < MMIM_LANES; ++i) from[i] = (i + distance) % MMIM_LANES;
    v += __builtin_shuffle(v, from);
  }
  return v[0];
}
MMIM_INLINE float largest(Floats v) {
  float most = v[0];
  for (int64_t i = 1; i < kLanes; ++i) most = v[i] > most ? v[i] : most;
  return most;
}

/// Lanes that hold one of `count` values, as 0 or -1.
MMIM_INLINE Ints first_lanes(int64_t count) {
  Ints lane;
  for (int64_t i = 0; i < kLanes; ++i) lane[i] = static_cast<int32_t>(i);
  return lane < static_cast<int32_t>(count);
}

/// e^x within 2 units in the last place; 0 below -87.3, and no more than e^88. NaN stays NaN, here and below.
MMIM_INLINE Floats exp(Floats x) {
  const Ints gone = x < -87.3f;
  const Floats given = x;
  x = smaller(larger(x, all(-87.3f)), all(88.0f));
  const Floats n = (x * 1.44269504f + 12582912.0f) - 12582912.0f;  // to the nearest integer
  const Floats r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  Floats p = all(1.38888889e-3f);
  p = p * r + 8.33333333e-3f;
  p = p * r + 4.16666667e-2f;
  p = p * r + 1.66666667e-1f;
  p = p * r + 0.5f;
  p = p * (r * r) + (r + 1.0f);
  const Ints power = (__builtin_convertvector(n, Ints) + 127) << 23;
  const Floats result = gone ? Floats{} : p * reinterpret_cast<Floats>(power);
  return given == given ? result : given;
}

/// 1 / x within 2 units in the last place; 0 above 1.7e38.
MMIM_INLINE Floats reciprocal(Floats x) {
#if defined(__AVX512VL__) && MMIM_LANES == 8
  const Floats rough = _mm256_rcp14_ps(x);
  return rough * (2.0f - x * rough);
#else
  return 1.0f / x;
#endif
}

/// 0 below -88: what is multiplied by it may be as large as a float can be.
MMIM_INLINE Floats sigmoid(Floats x) { return x < -88.0f ? Floats{} : reciprocal(1.0f + exp(-x)); }
MMIM_INLINE Floats tanh(Floats x) {  // near 0 by its series: 1 - 2 / (e^2x + 1) has no digits there
  const Floats square = x * x;
  const Floats near =
      x *
      (1.0f + square * (-0.333333333f + square * (0.133333333f + square * (-0.0539682540f + square * 0.0218694885f))));
  const Floats far = 1.0f - 2.0f * reciprocal(exp(2.0f * x) + 1.0f);
  return square < 0.04f ? near : far;
}

/// Error function: x P(x^2) / Q(x^2) fitted on |x| < 3.92, relative error below 3e-7; +-1 beyond.
MMIM_INLINE Floats erf(Floats x) {
  const Floats inside = smaller(larger(x, all(-3.92f)), all(3.92f)), z = inside * inside;
  Floats p = all(2.050093290e-6f), q = all(3.809171160e-5f);
  p = p * z + 2.848815022e-4f, q = q * z + 1.162524022e-3f;
  p = p * z + 3.765571491e-3f, q = q * z + 1.496912714e-2f;
  p = p * z + 5.274858608e-2f, q = q * z + 1.141086856e-1f;
  p = p * z + 1.904054394e-1f, q = q * z + 5.020751685e-1f;
  p = p * z + 1.128379146f, q = q * z + 1.0f;
  return inside * p / q;
}

}  // namespace
}  // namespace mmim::cpu
