#include "cli/arguments.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "predict/config.h"

namespace mmim {
namespace {

using Words = std::vector<std::string>;

Words assigned(const Words& words) {
  RunConfig config;
  return assignments_of(words, {"--config", "--seed", "--output-dir"}, config.options());
}

std::string complaint(const std::function<void()>& act) {
  try {
    act();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Arguments, DottedFlagsAreAssignments) {
  EXPECT_EQ(assigned({"--train.epochs", "3", "--mmim.alpha=.1", "--train.keep_last", "--mmim.beta", "-1"}),
            (Words{"train.epochs=3", "mmim.alpha=.1", "train.keep_last=true", "mmim.beta=-1"}));
}

TEST(Arguments, UnknownFlagsGetTheNearestFlagOrOption) {
  EXPECT_EQ(complaint([] { assigned({"--confg", "x"}); }), "unknown option `--confg` (did you mean `--config`?)");
  EXPECT_EQ(complaint([] { assigned({"--epochs=3"}); }), "unknown option `--epochs` (did you mean `--train.epochs`?)");
  EXPECT_EQ(complaint([] { assigned({"stray"}); }), "unexpected argument `stray`");
}

TEST(Arguments, LeftoversOfACommandAreRefusedWithTheNearestFlag) {
  CLI::App command;
  std::string split;
  command.add_option("--split", split);
  command.allow_extras();
  command.parse(Words{"test", "--splti"});  // in reverse, as CLI11 wants it
  EXPECT_EQ(complaint([&] { refuse_leftovers(command); }), "unknown option `--splti` (did you mean `--split`?)");
}

}  // namespace
}  // namespace mmim
