#include "metrics/reading.h"

#include <array>

#include "core/error.h"
#include "metrics/classification.h"

namespace mmim {

namespace {

Json sims_classes(float score) {
  static constexpr std::array kFive{"negative", "weakly negative", "neutral", "weakly positive", "positive"};
  static constexpr std::array kThree{"negative", "neutral", "positive"};
  static constexpr std::array kTwo{"not positive", "positive"};
  const auto word = [&](const auto& words) {
    return words[static_cast<size_t>(sims_class(score, sims_cuts(static_cast<int>(words.size()))))];
  };
  return {{"five_class", word(kFive)}, {"three_class", word(kThree)}, {"two_class", word(kTwo)}};
}

}  // namespace

Json classes_of(double score, Scale scale) {
  if (std::isnan(score)) throw DataError("a score that is not a number belongs to no class");
  if (scale == Scale::sims) return sims_classes(static_cast<float>(score));
  if (scale == Scale::other) return Json::object();
  return {{"seven_class", static_cast<int>(rounded_within(score, 3))},
          {"two_class", score >= 0 ? "non-negative" : "negative"}};
}

}  // namespace mmim
