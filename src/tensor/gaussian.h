#pragma once
#include "tensor/random.h"
#include "tensor/torch.h"

namespace mmim {

/// Draws from N(0, 1), (identities, columns): row r is a function of (draws.key, identities[r]) alone, so an utterance
/// has the same numbers in every batch. identities (R) int64; the result lies and has the type as `options` say.
Tensor gaussian(const Tensor& identities, int64_t columns, const Draws& draws, const at::TensorOptions& options);

}  // namespace mmim
