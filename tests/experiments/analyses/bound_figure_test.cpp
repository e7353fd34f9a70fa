#include "experiments/analyses/bound_figure.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mmim {
namespace {

const BoundStudy& study() {
  static const BoundStudy once = study_bound();
  return once;
}

double bound(const BoundStudy::Point& point) { return point.likelihood + study().entropy; }

TEST(Bound, WithTheExactEntropyRisesToTheKnownInformationFromBelow) {
  EXPECT_NEAR(study().information, 0.188147365, 1e-8);
  ASSERT_EQ(study().points.size(), 101u);
  EXPECT_LT(bound(study().points.front()), 0) << "an untrained q says nothing";
  for (const BoundStudy::Point& point : study().points) {
    EXPECT_GT(point.standard_error, 0);
    EXPECT_LE(bound(point), study().information + 3 * point.standard_error) << "after " << point.step << " updates";
  }
  const BoundStudy::Point& last = study().points.back();
  EXPECT_NEAR(bound(last), study().information, 3 * last.standard_error);
  EXPECT_LT(last.standard_error, 0.003);
}

TEST(Bound, NeverPassesWhatTheTrueConditionalGivesOnTheSameRowsButForChance) {
  // Their difference is a divergence, whose estimate has far less noise than either.
  const double gap = study().exact_likelihood - study().points.back().likelihood;
  EXPECT_GT(gap, -0.0005);
  EXPECT_LT(gap, 0.002);
}

TEST(Bound, WithOneGaussianErrsBySamplingAloneAndWithTwoClassesLiesAbove) {
  EXPECT_NEAR(study().single_entropy, study().entropy, 0.02) << "Y is Gaussian";
  // Two halves of s with variance 1 - 2 / pi each, under noise of variance 1 / .49 - 1.
  const double two = std::log(2) + 0.5 * std::log(2 * M_PI * M_E * (1 / 0.49 - 2 / M_PI));
  EXPECT_NEAR(study().two_class_entropy, two, 0.02);
  EXPECT_GT(study().points.back().likelihood + study().two_class_entropy, study().information + 0.4);
}

TEST(Bound, IsNoneWithThePublishedLikelihoodWhichGrowsPastTheTruth) {
  const double last = study().points.back().published;
  EXPECT_LE(last, 0) << "a square, negated";
  EXPECT_GT(last + study().entropy, study().information + 1);
}

TEST(Bound, IsAFunctionOfItsSeed) {
  const BoundOptions small{.utterances = 2000, .steps = 20, .seed = 3};
  EXPECT_EQ(study_bound(small).to_json().dump(), study_bound(small).to_json().dump());
  EXPECT_NE(study_bound(small).points.back().likelihood,
            study_bound({.utterances = 2000, .steps = 20, .seed = 4}).points.back().likelihood);
}

TEST(BoundFigure, SaysWhatIsSyntheticWhatIsABoundAndWhy) {
  const PlotFigure figure = bound_figure(study());
  EXPECT_TRUE(figure.title.starts_with("SYNTHETIC"));
  for (const char* words : {"eq. 7", "diagonal covariance", "Not a bound"})
    EXPECT_NE(figure.caption.find(words), std::string::npos) << words;
  ASSERT_EQ(figure.panels.size(), 2u);
  EXPECT_EQ(figure.panels[0].curves[0].low.size(), figure.panels[0].curves[0].y.size());
}

}  // namespace
}  // namespace mmim
