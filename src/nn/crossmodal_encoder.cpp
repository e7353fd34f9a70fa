#include "nn/crossmodal_encoder.h"

#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/error.h"
#include "kernels/dropout.h"
#include "nn/mlp.h"

namespace mmim {

namespace {

/// The linear layers of a block as its attention: Xavier's uniform distribution, biases 0.
void initialise(TransformerBlock& block) {
  const torch::NoGradGuard no_gradient;
  for (auto& parameter : block.named_parameters()) {
    Tensor& value = parameter.value();
    if (!parameter.key().starts_with("inner.") && !parameter.key().starts_with("outer.")) continue;
    if (value.dim() == 1)
      value.zero_();
    else
      xavier_uniform(value);
  }
}

}  // namespace

Tensor sinusoids(const Ragged& x) {
  const int64_t width = x.values.size(1), half = width / 2;
  const double step = std::log(10000.0) / static_cast<double>(half - 1);
  const Tensor frequencies = at::exp(at::arange(half, at::kFloat) * -step);
  const Tensor angles = at::arange(1, x.layout->longest + 1, at::kFloat).unsqueeze(1) * frequencies;
  Tensor table = at::cat({angles.sin(), angles.cos()}, 1);
  if (width % 2 == 1) table = at::constant_pad_nd(table, {0, 1});
  const Tensor real = x.values.detach().select(1, 0).ne(0).unsqueeze(1);
  return table.to(x.values.options()).index_select(0, x.layout->positions()) * real;
}

Tensor future_mask(int64_t queries, int64_t keys, const at::TensorOptions& options) {
  const Tensor hidden = at::full({queries, keys}, -std::numeric_limits<double>::infinity(), options);
  return hidden.triu(1 + std::abs(queries - keys));
}

CrossmodalEncoder::CrossmodalEncoder(const CrossmodalOptions& o) : options_(o) {
  if (o.positions && o.block.width < 4)
    throw ConfigError("positions need a width of at least 4, not " + std::to_string(o.block.width));
  for (int64_t i = 0; i < o.layers; ++i) {
    layers_.push_back(register_at(*this, "layers." + std::to_string(i), std::make_shared<TransformerBlock>(o.block)));
    initialise(*layers_.back());
  }
  norm_ = register_module("norm", std::make_shared<LayerNorm>(o.block.width, 1e-5));
}

Tensor CrossmodalEncoder::positioned(const Ragged& x) const {
  const Tensor scaled = x.values * std::sqrt(static_cast<double>(options_.block.width));
  return options_.positions ? scaled + sinusoids(x) : scaled;
}

Tensor CrossmodalEncoder::kept(const Ragged& x, const Tensor& positioned, const Draws& draws) const {
  return dropout(positioned, options_.embed_dropout, draws.active ? x.layout->row_ids() : Tensor(), draws);
}

Tensor CrossmodalEncoder::mask_of(const Ragged& x, const Ragged& source) const {
  return options_.mask ? future_mask(x.layout->longest, source.layout->longest, x.values.options()) : Tensor();
}

Ragged CrossmodalEncoder::forward(const Ragged& x, const Ragged& source, const Draws& draws) const {
  const Tensor rows = positioned(source), mask = mask_of(x, source);
  const Ragged keys = source.with(kept(source, rows, draws.stream("keys")));
  const Tensor values = kept(source, rows, draws.stream("values"));
  Ragged y = x.with(kept(x, positioned(x), draws.stream("queries")));
  for (size_t i = 0; i < layers_.size(); ++i)
    y = layers_[i]->forward(y, keys, values, draws.stream(static_cast<int64_t>(i)), mask);
  return y.with(norm_->forward(y.values));
}

Ragged CrossmodalEncoder::forward(const Ragged& x, const Draws& draws) const {
  const Tensor mask = mask_of(x, x);
  Ragged y = x.with(kept(x, positioned(x), draws.stream("queries")));
  for (size_t i = 0; i < layers_.size(); ++i) y = layers_[i]->forward(y, draws.stream(static_cast<int64_t>(i)), mask);
  return y.with(norm_->forward(y.values));
}

}  // namespace mmim
