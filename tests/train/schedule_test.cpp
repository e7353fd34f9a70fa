#include "train/schedule.h"

#include <gtest/gtest.h>

namespace mmim {
namespace {

const ScheduleOptions kPlateau{.kind = ScheduleOptions::Kind::plateau, .factor = 0.1, .patience = 2};

std::vector<double> rates(Schedule& schedule, const std::vector<double>& losses) {
  std::vector<double> rates;
  for (const double loss : losses) {
    schedule.observe(loss);
    rates.push_back(schedule.rate());
  }
  return rates;
}

// torch.optim.lr_scheduler.ReduceLROnPlateau(factor=.1, patience=2) gives these rates for these losses.
TEST(Schedule, ReducesAfterMoreThanPatienceEpochsThatAreNotBetter) {
  Schedule schedule(kPlateau);
  const double ten = 1 * 0.1, hundred = ten * 0.1;
  EXPECT_EQ(rates(schedule, {1, 0.9, 0.95, 0.9, 0.9, 0.89, 0.9, 0.9, 0.88, 0.9, 0.9, 0.9, 0.9}),
            (std::vector<double>{1, 1, 1, 1, ten, ten, ten, ten, ten, ten, ten, hundred, hundred}));
}

TEST(Schedule, CountsALossThatIsBetterByLessThanTheThresholdAsBad) {
  Schedule schedule(kPlateau);
  EXPECT_EQ(rates(schedule, {1, 0.99995, 0.99992, 0.99991}).back(), 0.1);
  Schedule other(kPlateau);
  EXPECT_EQ(rates(other, {1, 0.99995, 0.99989, 0.99991}).back(), 1);
}

TEST(Schedule, RisesFromZeroOverTheWarmUpAndFallsToZero) {
  Schedule schedule({.kind = ScheduleOptions::Kind::linear, .warmup = 0.25}, 8);
  std::vector<double> rates;
  for (int update = 0; update < 10; ++update) {
    rates.push_back(schedule.rate());
    schedule.stepped();
    schedule.observe(1);  // epochs do not matter
  }
  const double sixth = 1.0 / 6;
  const std::vector<double> want{0, 0.5, 1, 5 * sixth, 4 * sixth, 3 * sixth, 2 * sixth, sixth, 0, 0};
  for (size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(rates[i], want[i], 1e-15) << i;
}

TEST(Schedule, KnowsAfterResumingHowManyUpdatesThereWere) {
  const ScheduleOptions linear{.kind = ScheduleOptions::Kind::linear, .warmup = 0};
  Schedule whole(linear, 10), resumed(linear, 10);
  for (int update = 0; update < 4; ++update) whole.stepped();
  resumed.restore(parse_json(whole.to_json().dump(), "state"));
  EXPECT_EQ(resumed.rate(), whole.rate());
  EXPECT_NEAR(resumed.rate(), 0.6, 1e-15);
}

TEST(Schedule, GoesOnFromItsState) {
  Schedule whole(kPlateau), first(kPlateau), second(kPlateau);
  rates(first, {1, 2, 2});
  second.restore(parse_json(first.to_json().dump(), "state"));
  EXPECT_EQ(rates(second, {2, 2, 2, 2}), (std::vector<double>{0.1, 0.1, 0.1, 0.1 * 0.1}));
  second.restore(whole.to_json());
  EXPECT_EQ(second.rate(), 1);
}

TEST(Schedule, OfKindNoneNeverChanges) {
  Schedule schedule({.kind = ScheduleOptions::Kind::none, .factor = 0.1, .patience = 0});
  EXPECT_EQ(rates(schedule, {1, 2, 3, 4}).back(), 1);
}

TEST(Stopper, CountsDownOnEveryEpochThatIsNotStrictlyBetterAndStartsAgainOnImprovement) {
  Stopper stopper(2);
  const std::vector<double> losses{1, 1, 0.9, 0.95, 0.8, 0.8, 0.81};
  const std::vector<bool> better{true, false, true, false, true, false, false};
  for (size_t i = 0; i < losses.size(); ++i) {
    EXPECT_FALSE(stopper.exhausted()) << i;
    EXPECT_EQ(stopper.observe(losses[i]), better[i]) << i;
    Stopper copy(2);
    copy.restore(parse_json(stopper.to_json().dump(), "state"));
    stopper = copy;
  }
  EXPECT_TRUE(stopper.exhausted());
  EXPECT_EQ(stopper.best(), 0.8);
}

}  // namespace
}  // namespace mmim
