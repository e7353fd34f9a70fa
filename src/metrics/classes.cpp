#include "metrics/classes.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/numbers.h"
#include "metrics/classification.h"
#include "metrics/tally.h"

namespace mmim {

namespace {

constexpr int kSeven = 7, kFive = 5;

std::vector<std::string> names_of_classes(Scale scale) {
  if (scale == Scale::sims) return {"negative", "weakly negative", "neutral", "weakly positive", "positive"};
  std::vector<std::string> names;
  for (int k = 0; k < kSeven; ++k) names.push_back(std::to_string(k - kSeven / 2));
  return names;
}

size_t class_of(float score, Scale scale) {
  if (scale == Scale::sims) return static_cast<size_t>(sims_class(std::clamp(score, -1.f, 1.f), sims_cuts(kFive)));
  const double limit = (kSeven - 1) / 2.0;
  return static_cast<size_t>(rounded_within(static_cast<double>(score), limit) + limit);
}

/// The utterances that are read as one class.
struct ReadAs {
  int64_t count = 0, right = 0;
  double prediction = 0, truth = 0;  ///< sums

  Json to_json() const {
    return {{"count", count},
            {"prediction", number_to_json(ratio(prediction, count))},
            {"truth", number_to_json(ratio(truth, count))},
            {"right", number_to_json(ratio(static_cast<double>(right), count))}};
  }
};

}  // namespace

Json classes_json(std::span<const float> prediction, std::span<const float> truth, Scale scale) {
  require_same_length(prediction, truth);
  if (scale == Scale::other) return nullptr;
  const std::vector<std::string> names = names_of_classes(scale);
  std::vector<std::vector<int64_t>> met(names.size(), std::vector<int64_t>(names.size(), 0));
  std::vector<ReadAs> read_as(names.size());
  for (size_t i = 0; i < truth.size(); ++i) {
    if (std::isnan(prediction[i]) || std::isnan(truth[i])) continue;
    const size_t read = class_of(prediction[i], scale), is = class_of(truth[i], scale);
    ++met[is][read];
    ReadAs& one = read_as[read];
    ++one.count;
    one.right += read == is;
    one.prediction += static_cast<double>(prediction[i]);
    one.truth += static_cast<double>(truth[i]);
  }
  Json reliability = Json::array();
  for (const ReadAs& one : read_as) reliability.push_back(one.to_json());
  return {{"names", names}, {"confusion", met}, {"reliability", reliability}};
}

}  // namespace mmim
