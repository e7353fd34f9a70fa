#include "kernels/dropout.h"

#include "kernels/dropout_bits.h"
#include "kernels/on_cpu/threads.h"
#include "kernels/on_cuda/queue.h"

#include <cmath>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define MMIM_VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define MMIM_VECTOR_CLONES
#endif

namespace mmim {

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

uint32_t threshold_of(double p) { return static_cast<uint32_t>(std::min(p * 0x1p32, 0x1p32 - 1)); }

Tensor scales_on_device(const Tensor& rows, const Tensor& columns, double p, const Draws& draws) {
  const CudaQueue queue(rows.device());
  const Tensor ids = rows.contiguous(), column_ids = columns.to(rows.device()).contiguous();
  Tensor scales = at::empty({ids.numel(), column_ids.numel()}, rows.options().dtype(at::kFloat));
  queue->scales({.count = ids.numel(),
                 .width = column_ids.numel(),
                 .columns = column_ids.const_data_ptr<int64_t>(),
                 .zeros = DropoutKeys{.p = p, .identities = ids, .key = draws.key}.cuda_zeros(),
                 .out = scales.mutable_data_ptr<float>()},
                queue.stream());
  return scales;
}

}  // namespace

cpu::Zeros DropoutKeys::zeros() const {
  if (rows.empty()) return {};
  return {rows.data(), columns.data(), threshold_of(p), static_cast<float>(1 / (1 - p))};
}

cuda::Zeros DropoutKeys::cuda_zeros() const {
  if (!identities.defined()) return {};
  return {identities.const_data_ptr<int64_t>(), key, threshold_of(p), static_cast<float>(1 / (1 - p))};
}

DropoutKeys dropout_keys(const std::vector<int64_t>& rows, const std::vector<int64_t>& columns, double p,
                         const Draws& draws) {
  DropoutKeys keys;
  keys.p = p;
  if (!draws.active || p <= 0) return keys;
  for (const int64_t row : rows) keys.rows.push_back(subkey(draws.key, static_cast<uint64_t>(row)));
  for (const int64_t column : columns) keys.columns.push_back(column_key(column));
  keys.columns.resize(keys.columns.size() + cpu::kPadding);
  return keys;
}

Tensor dropout_scales(const Tensor& rows, const Tensor& columns, double p, const Draws& draws, torch::Dtype dtype) {
  if (cuda_kernels(rows.device()) && dtype == at::kFloat) return scales_on_device(rows, columns, p, draws);
  const Tensor row_ids = rows.to(at::kCPU).contiguous(), column_ids = columns.to(at::kCPU).contiguous();
  std::vector<uint32_t> column_keys;
  for (int64_t c = 0; c < column_ids.numel(); ++c)
    column_keys.push_back(column_key(column_ids.const_data_ptr<int64_t>()[c]));
  const uint32_t threshold = threshold_of(p);
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

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// x * scales and its gradient g * scales; the scales are drawn again for the latter.
class Drop : public torch::autograd::Function<Drop> {
 public:
  static Tensor scales(const Tensor& x, const Tensor& identities, double p, const Draws& draws) {
    return dropout_scales(identities, at::arange(x.size(1), identities.options()), p, draws, x.scalar_type());
  }

  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& identities, double p,
                        const Draws& draws) {
    context->save_for_backward({identities});
    context->saved_data["p"] = p;
    context->saved_data["key"] = static_cast<int64_t>(draws.key);
    return x * scales(x, identities, p, draws);
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const Draws draws{true, static_cast<uint64_t>(context->saved_data["key"].toInt())};
    const Tensor identities = context->get_saved_variables().front();
    const double p = context->saved_data["p"].toDouble();
    return {gradients[0] * scales(gradients[0], identities, p, draws), {}, {}, {}};
  }
};

}  // namespace

Tensor dropout(const Tensor& x, double p, const Tensor& identities, const Draws& draws) {
  if (!draws.active || p <= 0) return x;
  return Drop::apply(x, identities, p, draws);
}

}  // namespace mmim
