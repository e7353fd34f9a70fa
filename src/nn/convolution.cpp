#include "nn/convolution.h"

#include <cmath>

#include "core/error.h"
#include "kernels/affine.h"
#include "kernels/order.h"
#include "tensor/upload.h"

namespace mmim {

Convolution::Convolution(int64_t in, int64_t out, int64_t kernel, int64_t padding, bool with_bias) : padding_(padding) {
  const double bound = 1 / std::sqrt(static_cast<double>(in * kernel));
  weight = register_parameter("weight", at::empty({out, in, kernel}).uniform_(-bound, bound));
  if (with_bias) bias = register_parameter("bias", at::empty({out}).uniform_(-bound, bound));
}

Tensor Convolution::convolve(const Tensor& block) const {
  if (!sums_rows_alone(block, weight)) return at::conv1d(block, weight, bias, 1, padding_).transpose(1, 2);
  const Tensor windows = at::constant_pad_nd(block, {padding_, padding_}).unfold(2, weight.size(2), 1);
  return affine(windows.transpose(1, 2).flatten(2), weight.flatten(1), bias);  // (B, T, in, kernel)
}

Ragged Convolution::forward(const Ragged& x) const {
  const int64_t kernel = weight.size(2);
  if (kernel == 1 && padding_ == 0) return x.with(affine(x.values, weight.squeeze(2), bias));
  const Layout& layout = *x.layout;
  std::vector<int64_t> lengths, places;
  const int64_t longest = layout.longest + 2 * padding_ - kernel + 1;
  for (int64_t i = 0; i < layout.size(); ++i) {
    lengths.push_back(layout.length(i) + 2 * padding_ - kernel + 1);
    if (lengths.back() < 1)
      throw Error("a convolution of " + std::to_string(kernel) + " rows does not fit a stream of " +
                  std::to_string(layout.length(i)));
    for (int64_t t = 0; t < lengths.back(); ++t) places.push_back(i * longest + t);
  }
  const Tensor block = pad_back(x).values.transpose(1, 2);  // (B, in, T); what is beyond a shorter utterance is zero
  const Tensor out = convolve(block).reshape({-1, weight.size(0)});
  return {out.index_select(0, upload(places, out.device())), make_layout(lengths, layout.utterance_ids, layout.device)};
}

}  // namespace mmim
