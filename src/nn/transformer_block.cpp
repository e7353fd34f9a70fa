#include "nn/transformer_block.h"

#include <cmath>

#include "core/error.h"
#include "kernels/attention.h"
#include "kernels/dropout.h"
#include "nn/mlp.h"

namespace mmim {

namespace {

constexpr double kNormEpsilon = 1e-5;

}  // namespace

MultiHeadAttention::MultiHeadAttention(int64_t width, int64_t heads)
    : width_(width),
      heads_(heads),
      in_proj_weight_{register_parameter("in_proj_weight", at::empty({3 * width, width}))},
      in_proj_bias_{register_parameter("in_proj_bias", at::zeros({3 * width}))},
      out_proj_{register_module("out_proj", std::make_shared<Linear>(width, width))} {
  if (heads < 1 || width % heads != 0)
    throw ConfigError(std::to_string(heads) + " attention heads do not divide a width of " + std::to_string(width));
  const torch::NoGradGuard no_gradient;
  xavier_uniform(in_proj_weight_);
  xavier_uniform(out_proj_->weight);
  out_proj_->bias.zero_();
}

Tensor MultiHeadAttention::forward(const Ragged& query, const Ragged& key, const Tensor& value, double dropout,
                                   const Draws& draws, const Tensor& mask) const {
  const auto projected = [&](const Tensor& x, int64_t part) {
    return affine(x, in_proj_weight_.narrow(0, part * width_, width_), in_proj_bias_.narrow(0, part * width_, width_));
  };
  const Tensor attended = attention(query.with(projected(query.values, 0)), key.with(projected(key.values, 1)),
                                    projected(value, 2), heads_, dropout, draws, mask);
  return out_proj_->forward(attended);
}

TransformerBlock::TransformerBlock(const BlockOptions& o)
    : options_(o),
      attention_{register_module("attention", std::make_shared<MultiHeadAttention>(o.width, o.heads))},
      inner_{register_module("inner", std::make_shared<Linear>(o.width, o.inner))},
      outer_{register_module("outer", std::make_shared<Linear>(o.inner, o.width))} {
  for (int64_t i = 0; i < 2; ++i)
    norms_.push_back(register_module("norm" + std::to_string(i), std::make_shared<LayerNorm>(o.width, kNormEpsilon)));
}

Ragged TransformerBlock::forward(const Ragged& x, const Ragged& keys, const Tensor& values, const Draws& draws,
                                 const Tensor& mask) const {
  const bool before = options_.norm == BlockOptions::Norm::before;
  const Tensor identities = draws.active ? x.layout->row_ids() : Tensor();
  const auto normed = [&](size_t i, bool here, const Tensor& rows) { return here ? norms_[i]->forward(rows) : rows; };
  const auto summed = [&](size_t i, const Tensor& residual, const Tensor& part, const char* stream) {
    return normed(i, !before, residual + dropout(part, options_.residual_dropout, identities, draws.stream(stream)));
  };
  const Tensor attention_output =
      attention_->forward(x.with(normed(0, before, x.values)), keys.with(normed(0, before, keys.values)),
                          normed(0, before, values), options_.attention_dropout, draws.stream("attention"), mask);
  const Tensor attended = summed(0, x.values, attention_output, "mixed");
  const Tensor intermediate = dropout(at::relu(inner_->forward(normed(1, before, attended))), options_.inner_dropout,
                                      identities, draws.stream("inner"));
  return x.with(summed(1, attended, outer_->forward(intermediate), "raised"));
}

}  // namespace mmim
