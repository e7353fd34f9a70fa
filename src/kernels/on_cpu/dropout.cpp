#include "kernels/on_cpu/dropout.h"

#include <numeric>

#include "kernels/dropout_bits.h"
#include "kernels/on_cpu/threads.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define MMIM_VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define MMIM_VECTOR_CLONES
#endif

namespace mmim::on_cpu {

namespace {

/// One row of scales; compiled for what the machine has, and the same numbers on each.
template <class T>
__attribute__((always_inline)) inline void fill_row(T* out, const uint32_t* columns, int64_t count, uint64_t row,
                                                    uint32_t threshold, T scale) {
  const auto low = static_cast<uint32_t>(row), high = static_cast<uint32_t>(row >> 32);
  for (int64_t c = 0; c < count; ++c) out[c] = draw(columns[c], low, high) >= threshold ? scale : T(0);
}

MMIM_VECTOR_CLONES void fill_row_of(float* out, const uint32_t* columns, int64_t count, uint64_t row,
                                    uint32_t threshold, float scale) {
  fill_row(out, columns, count, row, threshold, scale);
}

MMIM_VECTOR_CLONES void fill_row_of(double* out, const uint32_t* columns, int64_t count, uint64_t row,
                                    uint32_t threshold, double scale) {
  fill_row(out, columns, count, row, threshold, scale);
}

template <class T>
void fill(T* out, const int64_t* rows, int64_t row_count, const uint32_t* columns, int64_t column_count, uint64_t key,
          uint32_t threshold, T scale) {
  share_range(row_count, std::max<int64_t>(1, 32768 / std::max<int64_t>(1, column_count)),
              [&](int64_t begin, int64_t end) {
                for (int64_t r = begin; r < end; ++r)
                  fill_row_of(out + r * column_count, columns, column_count,
                              subkey(key, static_cast<uint64_t>(rows[r])), threshold, scale);
              });
}

/// Every draw of these rows and columns, made ready.
DropoutKeys dropout_keys(const std::vector<int64_t>& rows, const std::vector<int64_t>& columns, double p,
                         const Draws& draws) {
  DropoutKeys keys;
  keys.p = p;
  for (const int64_t row : rows) keys.rows.push_back(subkey(draws.key, static_cast<uint64_t>(row)));
  for (const int64_t column : columns) keys.columns.push_back(column_key(column));
  keys.columns.resize(keys.columns.size() + cpu::kPadding);
  return keys;
}

std::vector<int64_t> counted(int64_t count) {
  std::vector<int64_t> numbers(static_cast<size_t>(count));
  std::iota(numbers.begin(), numbers.end(), int64_t{0});
  return numbers;
}

DropoutKeys feature_keys(const Layout& rows, int64_t width, double p, const Draws& draws) {
  if (!draws.active || p <= 0) return {};
  return dropout_keys(rows.host_row_ids(), counted(width), p, draws);
}

DropoutKeys attention_keys(const Layout& queries, const Layout& keys, int64_t heads, double p, const Draws& draws) {
  if (!draws.active || p <= 0) return {};
  const int64_t stride = (keys.longest + cpu::kPadding - 1) / cpu::kPadding * cpu::kPadding;
  std::vector<int64_t> columns;
  for (int64_t head = 0; head < heads; ++head)
    for (const int64_t k : counted(stride)) columns.push_back(head << 16 | k);
  return dropout_keys(queries.host_row_ids(), columns, p, draws);
}

}  // namespace

Tensor dropout_scales(const Tensor& rows, const Tensor& columns, double p, const Draws& draws, torch::Dtype dtype) {
  const Tensor row_ids = rows.to(at::kCPU).contiguous(), column_ids = columns.to(at::kCPU).contiguous();
  std::vector<uint32_t> column_keys;
  for (int64_t c = 0; c < column_ids.numel(); ++c)
    column_keys.push_back(column_key(column_ids.const_data_ptr<int64_t>()[c]));
  const uint32_t threshold = dropout_threshold(p);
  const bool wide = dtype == at::kDouble;
  Tensor scales = at::empty({row_ids.numel(), column_ids.numel()}, wide ? at::kDouble : at::kFloat);
  const double keep = 1 / (1 - p);
  if (wide)
    fill(scales.mutable_data_ptr<double>(), row_ids.const_data_ptr<int64_t>(), row_ids.numel(), column_keys.data(),
         column_ids.numel(), draws.key, threshold, keep);
  else
    fill(scales.mutable_data_ptr<float>(), row_ids.const_data_ptr<int64_t>(), row_ids.numel(), column_keys.data(),
         column_ids.numel(), draws.key, threshold, static_cast<float>(keep));
  return scales.to(rows.device(), dtype);
}

cpu::DropoutMask mask_of(const DropoutKeys& keys) {
  if (keys.rows.empty()) return {};
  return {keys.rows.data(), keys.columns.data(), dropout_threshold(keys.p), static_cast<float>(1 / (1 - keys.p))};
}

void add_dropout(Operations& table) {
  table.dropout_scales = dropout_scales;
  table.feature_keys = feature_keys;
  table.attention_keys = attention_keys;
}

}  // namespace mmim::on_cpu
