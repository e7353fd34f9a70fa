#pragma once
#include "core/options.h"
#include "tensor/torch.h"

namespace mmim {

struct EntropyOptions {
  enum class Covariance { full, diagonal } covariance = Covariance::diagonal;
  /// non_negative: labels >= 0 against < 0; strict: > 0 against < 0, zeros in neither (D3); single: one Gaussian over
  /// all.
  enum class Split { non_negative, strict, single } split = Split::non_negative;
  /// batch: the remembered rows count as constants, so that the gradient is the current rows' share of the entropy's.
  /// whole: for each class N_c / N_c(current) times that, as if the remembered rows moved like the current ones.
  enum class Gradient { whole, batch } gradient = Gradient::whole;
  double guard = 1e-6;     ///< added to every variance before the logarithm
  int64_t least_rows = 8;  ///< the entropy counts once every class holds so many rows; 0: as published
  void list(Options& o);
};

/// Rows (n, d) with the labels (n) of their utterances. The first `remembered` rows come from earlier batches.
struct LabelledRows {
  Tensor rows, labels;
  int64_t remembered = 0;
};

/// Entropy of a mixture of two Gaussians up to constants, 1/4 (log det S+ + log det S-), or of one, 1/2 log det S
/// (paper eq. 5-8). S: covariance with 1/N, centred in two passes, plus guard on its diagonal; log-determinants by
/// Cholesky, all in double precision. Rows are memory followed by the current batch; gradients flow through rows that
/// have them, scaled as `gradient` says; a class without current rows has no gradient. A class without rows adds
/// nothing; with fewer than least_rows in any class the entropy is 0 without a gradient; a rank-deficient class with
/// guard = 0 gives NaN.
Tensor class_entropy(const LabelledRows& rows, const EntropyOptions& options);

/// H(Y) in nats by eq. 7 with all its constants, without a gradient: class_entropy(), d / 2 log(2 pi e), and log 2 for
/// two equally likely classes. NaN where a class has fewer than least_rows rows or none. `known`: class_entropy() of
/// these rows where it was computed before; undefined: it is computed.
Tensor entropy_in_nats(const LabelledRows& rows, const EntropyOptions& options, const Tensor& known = {});

/// Class membership weights (n) of 0 and 1 for each class of the split.
std::vector<Tensor> class_weights(const Tensor& labels, EntropyOptions::Split split);

}  // namespace mmim
