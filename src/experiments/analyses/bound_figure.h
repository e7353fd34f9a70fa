#pragma once
#include <vector>

#include "core/json.h"
#include "report/figures/gnuplot.h"

namespace mmim {

struct BoundOptions {
  int64_t utterances = 300'000;                        ///< synthetic; 70 % train q, the others are held out
  int64_t steps = 1000, batch_size = 256, every = 10;  ///< updates of q; of them between two looks at held-out rows
  double rate = 0.02;                                  ///< Adam's, falling to 0
  int64_t seed = 7;                                    ///< of data, first weights and batches
};

/// The bound I(x; y) >= E[log q(y|x)] + H(Y) (paper eq. 3, 4) on data whose mutual information is known: x and y are
/// the sufficient statistics of the visual and acoustic streams of the synthetic source, so that no encoder is trained
/// and all there is to see is q and the entropy. All in nats with every constant, on held-out rows.
struct BoundStudy {
  struct Point {
    int64_t step = 0;           ///< updates of q
    double likelihood = 0;      ///< E[log q(y|x)], q trained with it
    double standard_error = 0;  ///< of that mean
    double published = 0;       ///< without log-variance and constant (D1), q trained with that
  };
  BoundOptions options;
  int64_t held_out = 0;
  double information = 0;        ///< I(visual; acoustic), exact
  double entropy = 0;            ///< H(Y), exact
  double single_entropy = 0;     ///< of one Gaussian with the rows' variance
  double two_class_entropy = 0;  ///< of two by the label's sign, weights one half: paper eq. 7, constants kept
  double exact_likelihood = 0;   ///< E[log p(y|x)] of the true conditional on the same rows
  std::vector<Point> points = {};

  Json to_json() const;
};

/// Deterministic in options.seed.
BoundStudy study_bound(const BoundOptions& options = {});

/// (a) with the exact entropy, (b) with those of one Gaussian and of two classes, (c) the published likelihood, against
/// the known value; the caption says which of them is a bound and why.
PlotFigure bound_figure(const BoundStudy& study);

}  // namespace mmim
