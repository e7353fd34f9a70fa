#pragma once
#include "tensor/ragged.h"

namespace mmim {

/// Weights of one LSTM layer in one direction, gates i, f, g, o one after the other: (4h, in), (4h, h), (4h), (4h).
struct LstmWeights {
  Tensor input, state, input_bias, state_bias;
};

struct LstmStates {
  Tensor final_states;  ///< (B, directions * h): after the last row; the second direction's after the first row
  Tensor rows;          ///< (N, directions * h): after every row; undefined unless asked for
};

/// Whether packed_lstm() takes rows and weights like these: float32, on a CPU or on a GPU with kernels for states as
/// wide. `state_weight` (4h, h).
bool fits_packed_lstm(const Tensor& x, const Tensor& state_weight);

/// One LSTM layer over ragged rows as one autograd operation: x (N, in) that fits, one or two directions (the
/// second reads the rows backwards). Utterances run side by side, one in each vector lane; an utterance without rows
/// has zero states. From state h' and cell c' before a row x:
///   i, f, o = sigmoid, g = tanh of (Wx x + bx + Wh h' + bh),  c = f c' + i g,  h = o tanh(c)     (torch.nn.LSTM)
/// Error for weights that do not fit. Gradients can be taken once.
LstmStates packed_lstm(const Ragged& x, const std::vector<LstmWeights>& directions, bool want_rows);

}  // namespace mmim
