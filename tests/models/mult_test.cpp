#include "models/mult.h"

#include <gtest/gtest.h>

#include "support/small_set.h"

namespace mmim {
namespace {

constexpr int64_t kWidth = 8;

std::shared_ptr<Mult> small_mult(MultOptions::Padding padding, int64_t width = kWidth) {
  torch::manual_seed(1);
  MultOptions options;
  options.padding = padding;
  options.width = width;
  options.heads = 2;
  options.layers = 1;
  ModelInputs inputs = SmallSet::inputs();
  inputs.padded.visual.side = Side::back;
  return std::make_shared<Mult>(options, inputs);
}

/// The rows that stand for utterance 0 of a stream, (T, width).
Tensor first_utterance(const Ragged& x) { return x.values.narrow(0, 0, x.layout->length(0)); }

TEST(Mult, PutsZerosBeforeRowsUnlessTheyStayWhereTheyWereStored) {
  const SmallSet set(4);
  const torch::NoGradGuard no_gradient;
  const auto ends_in_rows = [&](MultOptions::Padding padding) {
    const Tensor rows = first_utterance(small_mult(padding)->project(set.batch({1}), {}).visual);
    EXPECT_EQ(rows.size(0), 5);
    EXPECT_TRUE(rows.eq(0).all(1).any().item<bool>()) << "nothing is padded";
    return rows[-1].abs().sum().item<double>() > 0;
  };
  EXPECT_TRUE(ends_in_rows(MultOptions::Padding::front));
  EXPECT_FALSE(ends_in_rows(MultOptions::Padding::stored));
}

TEST(Mult, TrainsByTheRulesOfItsOptions) {
  MultOptions options;
  options.schedule = {.kind = ScheduleOptions::Kind::plateau, .factor = 0.5, .patience = 3};
  options.accumulate = 4;
  options.tail = Stage::Tail::drop;
  const Stage stage = Mult(options, SmallSet::inputs()).stages().front();
  EXPECT_EQ(stage.schedule.patience, 3);
  EXPECT_EQ(stage.accumulate, 4);
  EXPECT_EQ(stage.tail, Stage::Tail::drop);
}

TEST(Mult, LeavesOutTheConvolutionOfAStreamThatHasItsWidth) {
  const auto has = [](const Mult& model, const std::string& name) {
    return model.named_parameters().find("convolution." + name + ".weight") != nullptr;
  };
  const auto same = small_mult(MultOptions::Padding::front, SmallSet::inputs().text.width);
  EXPECT_FALSE(has(*same, "text"));
  EXPECT_TRUE(has(*same, "visual"));
  const auto other = small_mult(MultOptions::Padding::front, 6);
  EXPECT_TRUE(has(*other, "text"));
}

}  // namespace
}  // namespace mmim
