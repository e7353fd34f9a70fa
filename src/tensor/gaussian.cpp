#include "tensor/gaussian.h"

namespace mmim {

Tensor gaussian(const Tensor& identities, int64_t columns, const Draws& draws, const at::TensorOptions& options) {
  const Tensor rows = identities.to(at::kCPU).contiguous();
  Tensor values = at::empty({rows.numel(), columns}, at::kDouble);
  double* out = values.mutable_data_ptr<double>();
  for (int64_t r = 0; r < rows.numel(); ++r) {
    KeyedDraws row(subkey(draws.key, static_cast<uint64_t>(rows.const_data_ptr<int64_t>()[r])));
    for (int64_t c = 0; c < columns; ++c) *out++ = row.normal();
  }
  return values.to(options);
}

}  // namespace mmim
