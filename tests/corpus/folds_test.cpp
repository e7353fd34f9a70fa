#include "corpus/layouts/folds.h"

#include "corpus/helpers.h"

namespace mmim {
namespace {

TEST(Folds, NameAVideoThatStandsInTwoInOneSentenceWhateverItIs) {
  const auto path = scratch("odd.py", "train = ['a\n\x01'] test = ['a\n\x01']");
  expect_says(sentence_of([&] { read_folds(path); }), "odd.py: video a?? stands in two folds, train and test");
}

}  // namespace
}  // namespace mmim
