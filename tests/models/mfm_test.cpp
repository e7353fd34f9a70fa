#include "models/mfm.h"

#include <gtest/gtest.h>

#include "support/small_set.h"

namespace mmim {
namespace {

TEST(Mfm, WeighsItsTermsAndKeepsItsScheduleAsItsOptionsSay) {
  const SmallSet set(4);
  MfmOptions options;
  options.mmd_weight = 0.25;
  options.reconstruction_weight = {0.5, 0.125, 2};
  options.schedule = {.kind = ScheduleOptions::Kind::plateau, .factor = 0.5, .patience = 3};
  Mfm model(options, SmallSet::inputs());
  std::map<std::string, double> weights;
  const Losses losses = model.losses(set.all(), {{0, 0}, 0, Random(1)});
  for (const Losses::Term& term : losses.terms()) weights[term.name] = term.weight;
  EXPECT_EQ(weights, (std::map<std::string, double>{{"task", 1},
                                                    {"reconstruction/text", 0.5},
                                                    {"reconstruction/visual", 0.125},
                                                    {"reconstruction/acoustic", 2},
                                                    {"mmd/label", 0.25},
                                                    {"mmd/text", 0.25},
                                                    {"mmd/visual", 0.25},
                                                    {"mmd/acoustic", 0.25}}));
  const Stage stage = model.stages().front();
  EXPECT_EQ(stage.schedule.kind, ScheduleOptions::Kind::plateau);
  EXPECT_EQ(stage.schedule.patience, 3);
}

}  // namespace
}  // namespace mmim
