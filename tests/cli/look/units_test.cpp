#include <gtest/gtest.h>

#include "cli/look/robustness_table.h"
#include "cli/look/scorecard.h"

namespace mmim {
namespace {

TEST(RobustnessTable, ShowsSharesInPercentAsTheTestTableDoes) {
  const Json values{{"mean", {0.8125, 0.5}}, {"sd", {0, 0.0125}}, {"area", 0.65}, {"area_sd", 0}};
  const Json curve{{"modality", "text"}, {"missing", "stream"}, {"draws", 3}, {"metrics", {{"Acc-7", values}}}};
  const std::string text =
      robustness_table({{"shares", {0, 1}}, {"rows", "removed"}, {"curves", Json::array({curve})}}, "Acc-7");
  for (const char* part :
       {"Acc-7 in percent where a share of the utterances lacks", "81.25\n", "50.00 ± 1.25\n", "65.00\n"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " is not in\n" << text;
  EXPECT_NE(scorecard_table({{"Acc-7", 0.8125, 0.75, 0.875, 0}}).find("81.25  %  75.00 to 87.50"), std::string::npos);
}

TEST(EvaluationHeading, WarnsOfARandomTextEncoderOnRealData) {
  Evaluation evaluation;
  evaluation.report.provenance.encoder = kRandomEncoder;
  EXPECT_NE(heading_of(evaluation).find("\nWARNING: the text encoder is a small BERT with random weights"),
            std::string::npos);
  evaluation.report.provenance.synthetic = true;
  EXPECT_EQ(heading_of(evaluation).find("WARNING"), std::string::npos);
}

}  // namespace
}  // namespace mmim
