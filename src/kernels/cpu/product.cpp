// C = A B. B is cut into panels of two vectors of columns, one task each: a panel is packed into the thread's scratch
// (k, kColumns), which stays in its second-level cache, and multiplied by all of A, which was packed before into blocks
// of kRows rows (block, k, kStride). A tile of kRows x kColumns sums lies in registers for the whole of k.
// In bf16 two neighbours of k share a 32-bit word; without a bf16 unit the rounded factors are multiplied as floats.
#include "kernels/cpu/isa.h"
#include "kernels/cpu/simd.h"
#include "kernels/cpu/transpose.h"
#if defined(__AVX512BF16__)
#include <immintrin.h>
#endif

namespace mmim::cpu {
namespace {

constexpr int kRows = kLanes == 16 ? 14 : 6;  // with two vectors of columns: as many sums as registers hold
constexpr int64_t kStride = kLanes == 16 ? 16 : 8;
constexpr int64_t kColumns = 2 * kLanes;
constexpr int64_t kDepth = 512;  // steps of k summed in registers: more are less exact, fewer touch C more often
#if defined(__AVX512BF16__)
constexpr bool kPairs = true;
#else
constexpr bool kPairs = false;
#endif

/// To the nearest bfloat16, as a float with 16 zero bits at its end.
MMIM_INLINE Words rounded(Floats x) {
  const Words bits = reinterpret_cast<Words>(x);
  return (bits + 0x7FFFu + ((bits >> 16) & 1u)) & 0xFFFF0000u;
}
MMIM_INLINE uint32_t rounded(float x) {
  uint32_t bits;
  __builtin_memcpy(&bits, &x, 4);
  return (bits + 0x7FFFu + ((bits >> 16) & 1u)) & 0xFFFF0000u;
}

/// Steps of k in a packed operand.
MMIM_INLINE int64_t depth(const Product& p) { return p.bf16 && kPairs ? (p.k + 1) / 2 : p.k; }
MMIM_INLINE int64_t blocks(const Product& p) { return (p.m + kRows - 1) / kRows; }
MMIM_INLINE int64_t panels(const Product& p) { return (p.n + kColumns - 1) / kColumns; }

/// `group` rows of kLanes numbers of a packed operand: numbers of k, k + 1, ... for kLanes rows or columns.
MMIM_INLINE void put(float* packed, int64_t stride, const Floats* group, int64_t count, const Product& p) {
  if (!p.bf16) {
    for (int64_t i = 0; i < count; ++i) store(packed + i * stride, group[i]);
  } else if (!kPairs) {
    for (int64_t i = 0; i < count; ++i) store(packed + i * stride, reinterpret_cast<Floats>(rounded(group[i])));
  } else {
    for (int64_t i = 0; i < count; i += 2) {
      const Words odd = i + 1 < count ? rounded(group[i + 1]) : Words{};
      store(packed + i / 2 * stride, reinterpret_cast<Floats>(odd | rounded(group[i]) >> 16));
    }
  }
}

constexpr int64_t kAhead = 16;  // steps of k between a prefetch and its use

/// Packs `count` of kLanes rows or columns ("lines") from `from`, at (line, k) = line * along + k * across. `readable`
/// lines are there to be read; what is packed beyond `count` is never used.
void pack_lines(const float* from, int64_t along, int64_t across, int64_t count, int64_t readable, const Product& p,
                float* packed, int64_t stride) {
  Floats group[kLanes];
  const int64_t step = p.bf16 && kPairs ? kLanes / 2 : kLanes;
  for (int64_t k = 0; k < p.k; k += kLanes, packed += step * stride) {
    const int64_t steps = p.k - k < kLanes ? p.k - k : kLanes;
    const float* corner = from + k * across;
    if (along == 1 && readable >= kLanes) {
      for (int64_t i = 0; i < steps; ++i) {
        __builtin_prefetch(corner + (i + kAhead) * across);  // rows lie pages apart: the hardware does not guess them
        group[i] = load(corner + i * across);
      }
    } else if (across == 1 && steps == kLanes) {
      for (int64_t i = 0; i < kLanes; ++i) {
        __builtin_prefetch(corner + i * along + kAhead * kLanes / 2);
        group[i] = i < count ? load(corner + i * along) : Floats{};
      }
      transpose(group);
    } else {
      for (int64_t i = 0; i < steps; ++i)
        for (int64_t line = 0; line < kLanes; ++line)
          group[i][line] = line < count ? corner[line * along + i * across] : 0;
    }
    put(packed, stride, group, steps, p);
  }
}

/// kLanes lines or fewer, and none where there is nothing left.
MMIM_INLINE int64_t lines_left(int64_t total, int64_t from) {
  return total - from < kLanes ? (total > from ? total - from : 0) : kLanes;
}

void pack_rows(const Product& p, float* packed, int64_t begin, int64_t end) {
  for (int64_t block = begin; block < end; ++block) {
    const int64_t row = block * kRows, rows = p.m - row < kRows ? p.m - row : kRows;
    for (int64_t part = 0; part < kStride; part += kLanes)
      pack_lines(p.a + (row + part) * p.a_row, p.a_row, p.a_column, lines_left(rows, part), p.m - row - part, p,
                 packed + block * depth(p) * kStride + part, kStride);
  }
}

void pack_panel(const Product& p, int64_t panel, float* packed) {
  for (int64_t part = 0; part < kColumns; part += kLanes) {
    const int64_t column = panel * kColumns + part;
    pack_lines(p.b + column * p.b_column, p.b_column, p.b_row, lines_left(p.n, column), p.n - column, p, packed + part,
               kColumns);
  }
}

void copy_rows(const float* from, int64_t from_row, float* to, int64_t to_row, int64_t rows, int64_t columns) {
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t j = 0; j < columns; ++j) to[r * to_row + j] = from[r * from_row + j];
}

struct Tile {
  int64_t depth;
  const float *a, *b;  // packed
  float* c;
  int64_t c_row;
  const float* bias;  // of these columns, or null
  bool accumulate;
};

template <int R>
MMIM_INLINE void start(Floats (&sums)[R][2], const Tile& t) {
  for (int r = 0; r < R; ++r)
    for (int half = 0; half < 2; ++half) {
      sums[r][half] = t.bias && !t.accumulate ? load(t.bias + half * kLanes) : Floats{};
    }
}

template <int R>
MMIM_INLINE void finish(const Floats (&sums)[R][2], const Tile& t) {
  for (int r = 0; r < R; ++r)
    for (int half = 0; half < 2; ++half) {
      float* const c = t.c + r * t.c_row + half * kLanes;
      store(c, t.accumulate ? load(c) + sums[r][half] : sums[r][half]);
    }
}

template <int R>
void tile_of_floats(const Tile& t) {
  Floats sums[R][2];
  start(sums, t);
  const float *a = t.a, *b = t.b;
  for (int64_t k = 0; k < t.depth; ++k, a += kStride, b += kColumns) {
    const Floats left = load(b), right = load(b + kLanes);
#pragma GCC unroll 14
    for (int r = 0; r < R; ++r) {
      const Floats x = all(a[r]);
      sums[r][0] += x * left;
      sums[r][1] += x * right;
    }
  }
  finish(sums, t);
}

template <int R>
void tile_of_pairs([[maybe_unused]] const Tile& t) {
#if defined(__AVX512BF16__)
  Floats sums[R][2];
  start(sums, t);
  const float *a = t.a, *b = t.b;
  for (int64_t k = 0; k < t.depth; ++k, a += kStride, b += kColumns) {
    const auto left = reinterpret_cast<__m512bh>(load(b)), right = reinterpret_cast<__m512bh>(load(b + kLanes));
#pragma GCC unroll 14
    for (int r = 0; r < R; ++r) {
      const auto x = reinterpret_cast<__m512bh>(all(a[r]));
      sums[r][0] = _mm512_dpbf16_ps(sums[r][0], x, left);
      sums[r][1] = _mm512_dpbf16_ps(sums[r][1], x, right);
    }
  }
  finish(sums, t);
#endif
}

template <int R>
void tile(int64_t rows, const Tile& t, bool pairs) {
  if (rows == R) return pairs ? tile_of_pairs<R>(t) : tile_of_floats<R>(t);
  if constexpr (R > 1) tile<R - 1>(rows, t, pairs);
}

void product(const Product& p, const float* packed, float* scratch, int64_t begin, int64_t end) {
  const bool pairs = p.bf16 && kPairs;
  float* const panel_of_b = scratch;
  float* const edge = scratch + depth(p) * kColumns;  // a tile whose columns are not all there
  for (int64_t panel = begin; panel < end; ++panel) {
    pack_panel(p, panel, panel_of_b);
    const int64_t column = panel * kColumns, columns = p.n - column < kColumns ? p.n - column : kColumns;
    const bool whole = columns == kColumns;
    float bias[kColumns] = {};
    for (int64_t j = 0; p.bias && j < columns; ++j) bias[j] = p.bias[column + j];
    for (int64_t k = 0; k == 0 || k < depth(p); k += kDepth)  // once also where there is nothing to sum
      for (int64_t block = 0; block < blocks(p); ++block) {
        const int64_t row = block * kRows, rows = p.m - row < kRows ? p.m - row : kRows;
        float* const c = p.c + row * p.c_row + column;
        Tile t{.depth = depth(p) - k < kDepth ? depth(p) - k : kDepth,
               .a = packed + (block * depth(p) + k) * kStride,
               .b = panel_of_b + k * kColumns,
               .c = whole ? c : edge,
               .c_row = whole ? p.c_row : kColumns,
               .bias = p.bias ? bias : nullptr,
               .accumulate = p.accumulate || k > 0};
        if (!whole && t.accumulate) copy_rows(c, p.c_row, edge, kColumns, rows, columns);
        tile<kRows>(rows, t, pairs);
        if (!whole) copy_rows(edge, kColumns, c, p.c_row, rows, columns);
      }
  }
}

int64_t packed_size(const Product& p) { return blocks(p) * depth(p) * kStride; }
int64_t scratch_size(const Product& p) { return depth(p) * kColumns + kRows * kColumns; }
int64_t block_count(const Product& p) { return blocks(p); }
int64_t panel_count(const Product& p) { return panels(p); }

}  // namespace

void MMIM_ISA(add_product)(Kernels& kernels) {
  kernels.product_blocks = block_count;
  kernels.product_panels = panel_count;
  kernels.product_packed = packed_size;
  kernels.product_scratch = scratch_size;
  kernels.pack_rows = pack_rows;
  kernels.product = product;
}

}  // namespace mmim::cpu
