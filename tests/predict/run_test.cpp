#include "predict/run.h"

#include "corpus/helpers.h"

namespace mmim {
namespace {

/// Five utterances in train and valid each, none in test; `rows` visual rows each, aligned to word pieces.
class TwoSplits : public Source {
 public:
  TwoSplits(std::string text, int64_t rows) : text_(std::move(text)), rows_(rows) {}
  DatasetInfo info() const override {
    DatasetInfo info{.name = "two", .layout = "handmade", .source = "two"};
    info.alignment = Alignment::pieces;
    info.streams.visual = {.width = 1};
    return info;
  }
  int64_t size(SplitName split) const override { return split == SplitName::test ? 0 : 5; }
  Utterance read(SplitName split, int64_t index) const override {
    Utterance utterance{.id = word(split) + "_" + std::to_string(index), .text = text_};
    utterance.label = index % 2 == 0 ? 1.5f : -2.5f;
    utterance.streams.visual = single_features(std::vector<float>(static_cast<size_t>(rows_), 1));
    return utterance;
  }

 private:
  std::string text_;
  int64_t rows_;
};

/// A run of the text alone with the vocabulary of the synthetic source.
std::unique_ptr<Run> run_on(const Source& source, const std::string& name, bool test = false,
                            const std::vector<std::string>& options = {}, const char* model = "text-only") {
  const auto folder = scratch(name);
  import_dataset(source, {}, folder);
  std::vector<std::string> assignments{"data.folder=" + folder.string(), "train.device=cpu",    "text.random.width=8",
                                       "text.random.layers=1",           "text.random.heads=2", "text.random.inner=8"};
  assignments.insert(assignments.end(), options.begin(), options.end());
  return prepare_run(RunConfig::resolve(Json{{"model", model}}, "", assignments), test);
}

TEST(Run, NeedsTheTestSplitOnlyWhereItIsTested) {
  EXPECT_EQ(run_on(TwoSplits("a b", 4), "no_test_split")->test->size(), 0);
  EXPECT_EQ(sentence_of([] { run_on(TwoSplits("a b", 4), "a_test_split", true); }),
            "two: split test has no utterance; `mmim train --no-test` trains without it");
}

TEST(Run, SaysHowATableGetsTheSplitsThatItLacks) {
  struct TrainAlone : TwoSplits {
    using TwoSplits::TwoSplits;
    int64_t size(SplitName split) const override { return split == SplitName::train ? 5 : 0; }
  };
  EXPECT_EQ(sentence_of([] { run_on(TrainAlone("a b", 4), "train_alone"); }),
            "two: split valid has no utterance; where the set is made of a table of utterances or clips, `--columns "
            "split= --split 70/10/20` draws splits");
}

TEST(Run, CountsUtterancesWhoseRowsAreThoseOfAnotherBert) {
  const auto doubts = [](int64_t rows) {
    return run_on(TwoSplits("", rows), "rows_" + std::to_string(rows))->doubts();
  };
  EXPECT_TRUE(doubts(2).empty()) << "[CLS] and [SEP]";
  ASSERT_EQ(doubts(3).size(), 1u);
  EXPECT_EQ(doubts(3)[0],
            "the rows of this set belong to the word pieces of another BERT: in 10 of 10 utterances rows and pieces "
            "differ in number");
}

TEST(Run, ReadsWhatWasSaidBeforeInTheVideo) {
  const auto run = run_on(TwoSplits("a b", 4), "context", false, {"text.context=3"});
  EXPECT_TRUE(run->doubts().empty());
  EXPECT_EQ(run->train->in_context(), 4);
  EXPECT_EQ(run->train->total_pieces(), 4 + 4 * (4 + 3)) << "the last two pieces of the context and [SEP]";
}

TEST(Run, RefusesAContextThatDoesNotFitAndOneBesideAlignedRows) {
  EXPECT_EQ(sentence_of([] { run_on(TwoSplits("a b", 4), "long", false, {"text.context=5000"}); }),
            "options `text.limit` and `text.context`: 5050 pieces do not fit the encoder's 512 positions");
  EXPECT_EQ(sentence_of([] { run_on(TwoSplits("a b", 4), "aligned", false, {"text.context=5"}, "mag-bert"); }),
            "option `text.context`: model mag-bert reads a row of each stream beside each word, and the context has "
            "none; use 0");
}

}  // namespace
}  // namespace mmim
