#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "core/json.h"
#include "core/scale.h"

namespace mmim {

/// Split-conformal intervals of one model: of every new utterance that comes as those of calibration did, the truth
/// lies in its interval with probability 1 - alpha at least (Lei et al. 2018, theorem 2.2).
struct Conformal {
  double alpha = .1;
  LabelRange range = {};
  int64_t calibration = 0;  ///< utterances; none of them may have trained or chosen the model
  int64_t rank = 0;         ///< ceil((calibration + 1)(1 - alpha)): which residual, from the smallest
  double radius = 0;        ///< that residual |truth - prediction|; infinite when rank > calibration

  /// prediction -+ radius, both ends clipped to the range; the whole range of a prediction that is not a number.
  LabelRange interval(double prediction) const;
};

/// UsageError unless 0 < alpha < 1; DataError when the lengths differ. A residual that is not a number counts as
/// infinite.
Conformal calibrate(std::span<const float> prediction, std::span<const float> truth, double alpha = .1,
                    LabelRange range = {});

/// How those intervals did on other utterances.
struct Coverage {
  int64_t utterances, covered;
  double share, low, high;                       ///< of truths in their interval, with its 95 % bootstrap over videos
  double expected_low, expected, expected_high;  ///< share that chance allows 95 % of the time, and its mean, were all
                                                 ///< utterances exchangeable: beta-binomial (Vovk 2012); of one video
                                                 ///< they are alike, so that the true range is wider
  double width;                                  ///< mean of the intervals
};
Coverage coverage(const Conformal& conformal, std::span<const float> prediction, std::span<const float> truth,
                  std::span<const std::string> video, int64_t draws = 2000, uint64_t seed = 1111);

/// {"alpha", "calibration": {"utterances", "rank"}, "radius" (null: infinite), "range": [low, high], "approximate": why
///  the promise of coverage holds only roughly, or null}
Json calibration_json(const Conformal& conformal, const std::string& approximate);
/// The intervals in such a JSON. DataError beginning with `where` when it is none.
Conformal conformal_of(const Json& json, const std::string& where);

/// {"alpha", "calibration": {"utterances", "rank"}, "radius" (null: infinite), "range": [low, high], "utterances",
///  "covered", "coverage": {"value", "low", "high"}, "expected": {"value", "low", "high"}, "width",
///  "approximate"}: calibration_json() with the coverage.
Json conformal_json(const Conformal& conformal, const Coverage& coverage, const std::string& approximate);

}  // namespace mmim
