#pragma once
#include "metrics/draws.h"
#include "metrics/tests.h"
#include "metrics/two_level.h"
#include "results/system_runs.h"

namespace mmim {

/// One metric of two sides; every difference is a - b, of means over seeds.
struct MetricComparison {
  std::string metric;
  double a, b;  ///< means over seeds
  double a_deviation, b_deviation;
  TwoLevelTest two_level;   ///< over seeds and test videos
  BootstrapTest resampled;  ///< of the weights as they are, over test videos: exists for one run a side
  TTest paired, welch;      ///< over the seeds in common; over all
  double hedges_g;
};

/// An utterance as both sides predict it, each the mean over its seeds.
struct UtteranceComparison {
  std::string id;
  double truth, a, b;
};

struct ComparisonOptions {
  int64_t draws = kTestDraws;
  uint64_t seed = 1111;  ///< of the draws
  int64_t top = 10;      ///< utterances
};

/// Two systems on the same split of the same data.
struct Comparison {
  std::string a, b;  ///< names
  std::vector<int64_t> a_seeds, b_seeds, common_seeds;
  Provenance provenance;  ///< of the first run of a
  int64_t utterances = 0, videos = 0;
  bool by_video = true;            ///< false: the ids tell no video, and utterances are resampled
  std::vector<std::string> marks;  ///< what must be said beside the numbers: other protocols, other encoders, ...
  std::vector<MetricComparison> metrics;
  std::vector<UtteranceComparison> differ;  ///< most first
  ComparisonOptions options;
  Json to_json() const;
};

/// UsageError when data or split are not the same; DataError when the predicted utterances are not.
Comparison compare(const SystemRuns& a, const SystemRuns& b, const ComparisonOptions& options = {});

}  // namespace mmim
