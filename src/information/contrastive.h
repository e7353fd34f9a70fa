#pragma once
#include "core/options.h"
#include "nn/mlp.h"

namespace mmim {

/// Which candidates stand in the denominator. representations: other utterances' h for one fused Z (paper eq. 11);
/// predictions: other utterances' G(Z) for one h (published code, D7).
enum class Orientation { representations, predictions };

/// Cosine of each h (B, d) with its prediction G(Z) (B, d): the log of the score of paper eq. 10; (B). 0 for a zero
/// vector.
Tensor contrastive_score(const Tensor& h, const Tensor& prediction);

/// InfoNCE, L_N of paper eq. 11: minus the mean over the batch of score minus log-sum-exp over candidates, the positive
/// one included; temperature 1. Scalar, in nats; 0 for a batch of one.
Tensor contrastive_loss(const Tensor& h, const Tensor& prediction, Orientation orientation);

}  // namespace mmim
