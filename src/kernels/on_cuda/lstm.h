#pragma once
#include "kernels/lstm.h"

namespace mmim {

/// packed_lstm() on a GPU: the inputs' products and the gradients of weights are LibTorch's matrix products over all
/// rows, the recurrence is a kernel of kernels/cuda. Nothing waits for the device.
LstmStates cuda_lstm(const Ragged& x, const std::vector<LstmWeights>& directions, bool want_rows);

}  // namespace mmim
