#include "cli/look/progress.h"

#include <gtest/gtest.h>

#include "cli/look/text_table.h"

namespace mmim {
namespace {

std::string bar_line(size_t columns) {
  testing::internal::CaptureStderr();
  {
    ProgressBar bar(columns);
    bar.on_start(4, 10, "");
    bar.on_pass({0, 0}, Stage{.name = "likelihood"}, 4);
    bar.on_pass({0, 1}, Stage{.name = "main"}, 6);
    bar.on_batch({{0, 1}, 2, Random(1)},
                 {{"task", 0.8125}, {"contrast/acoustic", 1.5}, {"likelihood/text-visual", -2.25}, {"x/y", 1}}, 1.0, 32,
                 6);
  }
  return testing::internal::GetCapturedStderr();
}

TEST(ProgressBar, ShowsStageBatchAndTermsAndClearsItself) {
  const std::string text = bar_line(200);
  for (const char* part : {"epoch 1/4", "main", "3/6", "utt/s", "left", "task 0.81", "con a 1.50", "lik t-v -2.25"})
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
  EXPECT_TRUE(text.ends_with("\r\x1b[K"));
}

TEST(ProgressBar, IsNeverWiderThanTheTerminal) {
  for (const size_t columns : {size_t{60}, size_t{80}, size_t{90}}) {
    const std::string text = bar_line(columns);
    const std::string line = text.substr(1, text.find('\x1b') - 1);
    EXPECT_LT(columns_of(line), columns) << line;
  }
}

TEST(EpochLines, AreATableWithTheBestMarked) {
  testing::internal::CaptureStderr();
  EpochLines lines;
  lines.on_epoch({.epoch = 1,
                  .train = {{"likelihood/lld", 3}, {"main/task", 1.25}, {"main/contrast/text", 2}},
                  .valid_loss = 1.5,
                  .valid = {{"Corr", 0.5, 0, 0, 0}, {"Acc-7", 0.4375, 0, 0, 0}},
                  .best = true,
                  .seconds = 12});
  lines.on_epoch({.epoch = 2, .train = {{"main/task", 1.0}}, .valid_loss = 1.75, .seconds = 90});
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("epoch   train   valid    Corr Acc-7 % Acc-2 %    F1 %"), std::string::npos) << text;
  EXPECT_NE(text.find("    1  1.2500  1.5000  0.5000   43.75"), std::string::npos) << text;
  EXPECT_NE(text.find("12 s  best\n"), std::string::npos) << text;
  EXPECT_NE(text.find("1:30 min\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("epoch", 6), std::string::npos) << "one header";
}

}  // namespace
}  // namespace mmim
