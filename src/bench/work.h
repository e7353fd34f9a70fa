#pragma once
#include "nn/bert.h"
#include "tensor/ragged.h"

namespace mmim {

/// What a row cannot do without: operations of matrix products, and bytes moved to and from memory apart from them.
struct Work {
  double operations = 0, bytes = 0;
  bool bf16 = false;  ///< the products' precision
};

/// Operations of an encoder over these texts, forward, a multiply-add counted as two: linear layers, and attention over
/// each text's own pieces. The last layer computes [CLS] alone: keys and values for all pieces, everything else for one
/// row per text. Element-wise work is not counted. The backward pass costs twice as much.
double bert_operations(const BertOptions& bert, const Layout& texts);

/// Operations of the scores of each text's pieces against its own, and of their use, forward, in one layer.
double attention_operations(int64_t width, const Layout& texts);

/// Operations of one LSTM layer over a stream, forward and backward: (in + hidden) and (in + 2 hidden) products per
/// gate unit and row; the input takes no gradient.
double lstm_operations(int64_t rows, int64_t in, int64_t hidden);

/// Bytes that one update moves at least, per parameter: Adam reads value, gradient and two moments and writes all but
/// the gradient; the norm of the gradients is read before.
inline constexpr double kAdamBytes = 28, kNormBytes = 4;

}  // namespace mmim
