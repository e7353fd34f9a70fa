#include "results/cases.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "corpus/synthetic.h"

namespace mmim {
namespace {

/// Eight utterances with predictions and scores of one's own.
class Cases : public testing::Test {
 protected:
  Cases() {
    SyntheticOptions options;
    options.utterances = 50;
    dataset = assemble(*synthetic_source(options), {});
    for (int64_t i = 0; i < split().size(); ++i) {
      p.id.emplace_back(split().id(i));
      p.video.emplace_back(split().video(i));
    }
  }
  const Split& split() const { return dataset.split(SplitName::test); }
  void SetUp() override { ASSERT_EQ(split().size(), 8); }

  std::vector<std::string> tags(const Json& found, size_t utterance) const {
    for (const Json& one : found)
      if (one.at("id") == p.id[utterance]) return one.at("tags");
    return {};
  }

  Dataset dataset;
  Predictions p{.prediction = {1, 1, -1, 2, 0, 0.5f, -3, 1},
                .truth = {1.5f, 1, 1, -2, 0.25f, 0.75f, -2, 1},
                .id = {},
                .video = {},
                .scores = {{"text", {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f}},
                           {"visual", {0.5f, 0.25f, 0.75f, 0.5f, 0.5f, 0.5f, -0.5f, 0.5f}},
                           {"acoustic", {0.5f, 0.5f, 0, 0.5f, 1, 0.5f, 0.5f, 0.5f}}}};
};

TEST_F(Cases, DisagreementIsTheSpreadOfTheModalitiesScores) {
  EXPECT_EQ(disagreement(p), (std::vector<double>{0, 0.25, 0.75, 0, 0.5, 0, 1, 0}));
  p.scores.push_back({"twice", std::vector<float>(8, 9)});  // of no modality
  EXPECT_EQ(disagreement(p), (std::vector<double>{0, 0.25, 0.75, 0, 0.5, 0, 1, 0}));
  p.scores.erase(p.scores.begin() + 1, p.scores.end());
  EXPECT_TRUE(disagreement(p).empty());
}

TEST_F(Cases, PicksTheLargestDisagreementTheBestAndTheWorstOnce) {
  const Json found = cases(p, split(), {.ids = {}, .pick = 2});
  std::vector<std::string> ids;
  for (const Json& one : found) ids.push_back(one.at("id"));
  EXPECT_EQ(ids, (std::vector<std::string>{p.id[6], p.id[2], p.id[1], p.id[7], p.id[3]}));
  EXPECT_EQ(tags(found, 6), (std::vector<std::string>{"disagreement"}));
  EXPECT_EQ(tags(found, 2), (std::vector<std::string>{"disagreement", "worst", "wrong sign"}));
  EXPECT_EQ(tags(found, 7), (std::vector<std::string>{"best"}));
  EXPECT_EQ(tags(found, 3), (std::vector<std::string>{"worst", "wrong sign"}));
}

TEST_F(Cases, TellTextTruthPredictionAndBothFormsOfTheScore) {
  const Json one = cases(p, split(), {.ids = {p.id[2]}}).at(0);
  EXPECT_EQ(one.at("text"), split().text(2));
  EXPECT_EQ(one.at("video"), split().video(2));
  EXPECT_EQ(one.at("truth"), 1);
  EXPECT_EQ(one.at("prediction"), -1);
  EXPECT_EQ(one.at("tags"), (Json{"chosen", "wrong sign"}));
  EXPECT_EQ(one.at("scores").at("visual").at("cosine"), 0.75);
  EXPECT_DOUBLE_EQ(one.at("scores").at("visual").at("exp").get<double>(), std::exp(0.75));
  EXPECT_EQ(one.at("scores").size(), 3u);
}

TEST_F(Cases, WithoutScoresOnlyTheBestAndTheWorstArePicked) {
  p.scores.clear();
  const Json found = cases(p, split(), {.ids = {}, .pick = 1});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(tags(found, 1), (std::vector<std::string>{"best"}));
  EXPECT_EQ(tags(found, 3), (std::vector<std::string>{"worst", "wrong sign"}));
  EXPECT_TRUE(found.at(0).at("scores").empty());
}

TEST_F(Cases, AnUnknownIdIsRefusedWithTheNearest) {
  try {
    cases(p, split(), {.ids = {p.id[0] + "x"}});
    FAIL();
  } catch (const DataError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean `" + p.id[0]), std::string::npos) << error.what();
  }
  EXPECT_EQ(cases(p, split(), {.ids = {}, .pick = 100}).size(), 8u);
}

}  // namespace
}  // namespace mmim
