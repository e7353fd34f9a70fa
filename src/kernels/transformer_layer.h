#pragma once
#include "tensor/compute.h"
#include "tensor/ragged.h"
#include "tensor/random.h"

namespace mmim {

/// The parameters of one post-norm transformer layer; matrices (out, in).
struct TransformerWeights {
  Tensor query, query_bias, key, key_bias, value, value_bias;                           ///< (d, d), (d)
  Tensor attention_output, attention_output_bias, attention_norm, attention_norm_bias;  ///< (d, d), (d), (d), (d)
  Tensor inner, inner_bias, outer, outer_bias;                                          ///< (f, d), (f), (d, f), (d)
  Tensor outer_norm, outer_norm_bias;                                                   ///< (d), (d)
  std::vector<Tensor> list() const;                                                     ///< all sixteen, in this order
};

struct TransformerOptions {
  int64_t heads = 12;
  double dropout = 0.1, attention_dropout = 0.1, epsilon = 1e-12;
  Precision precision = Precision::fp32;  ///< of the eight matrix products and their gradients
};

/// Columns that transformer_layer() wants of a bias: an odd number for utterances of at most `longest` rows.
int64_t bias_columns(int64_t longest);

/// Whether transformer_layer() takes rows and weights like these: float32, on a CPU or on a GPU with kernels for heads
/// as wide.
bool fits_transformer_layer(const Tensor& x, const Tensor& weight, int64_t heads);

/// One layer of BERT over ragged rows as one autograd operation:
///   A = attention(x Wq, x Wk, x Wv)          each utterance over its own rows, dropout on the probabilities
///   y = LayerNorm(x + dropout(A Wo))
///   z = LayerNorm(y + dropout(gelu(y Wi) Wf))
/// x (N, d) that fits. `bias` (heads, C), if defined, is added to the scores: column C / 2 + key's place - query's, C
/// at least bias_columns(). `cls`: only the first row of each utterance is wanted (each has one), so that only keys and
/// values are computed for the others; then z is (B, d), otherwise (N, d). Error for shapes that do not fit. Draws:
/// streams "attention", "mixed" (A Wo) and "raised" (the last product), keyed as dropout() and attention() do, so that
/// dropout is the same as on the reference route. Memory between forward and backward: 8 N d + 2 N f + 2 N heads
/// floats; no probabilities and no masks.
Ragged transformer_layer(const Ragged& x, bool cls, const TransformerWeights& weights,
                         const TransformerOptions& options, const Draws& draws, const Tensor& bias = {});

}  // namespace mmim
