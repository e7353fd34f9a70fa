#include "corpus/layouts/folds.h"

#include "corpus/helpers.h"

namespace mmim {
namespace {

TEST(Folds, NameAVideoThatStandsInTwoInOneSentenceWhateverItIs) {
  const auto path = scratch("odd.py", "train = ['a\n\x01'] test = ['a\n\x01']");
  expect_says(sentence_of([&] { read_folds(path); }), "odd.py: video a?? stands in two folds, train and test");
}

TEST(Folds, CalledEvaluationAreTheSplitThatIsNotThereOtherwise) {
  const auto folds = [](const std::string& text) { return read_folds(scratch("eval_folds.py", text)); };
  const Folds valid = folds("train = ['a']\nstandard_eval_fold = ['b']\ntest = ['c']");
  EXPECT_EQ(valid.videos.at("b"), SplitName::valid);
  EXPECT_EQ(valid.note, "`eval` is read as the split valid, because there is a split test");
  EXPECT_EQ(folds("eval = ['b'] valid = ['a']").videos.at("b"), SplitName::test);
  expect_says(sentence_of([&] { folds("train = ['a'] eval = ['b']"); }), "the list `eval` may mean valid");
}

TEST(Folds, FindVideosWhoseAccentsHaveOtherCodePoints) {
  const Folds folds = read_folds(scratch("accents.json", "{\"train\": [\"cafe\u0301\"]}"));
  EXPECT_EQ(fold_of("caf\u00e9[3]", folds.composed), SplitName::train);
  EXPECT_FALSE(fold_of("caf\u00e9", folds.videos));
}

}  // namespace
}  // namespace mmim
