#include "data/said_before.h"

#include "corpus/helpers.h"
#include "data/collate.h"
#include "data/prepared_split.h"

namespace mmim {
namespace {

using Texts = std::vector<std::string>;

Dataset spoken(const std::vector<std::pair<std::string, std::string>>& utterances) {
  DatasetInfo info{.name = "spoken"};
  info.streams.visual.width = 1;
  std::vector<Utterance> all;
  for (const auto& [id, text] : utterances) {
    Utterance one{.id = id, .text = text, .label = 0.f};
    one.streams.visual = single_features({1, 2, 3});
    all.push_back(one);
  }
  return assemble(HandmadeSource(info, std::move(all)), {.lengths = LengthRule::as_stored});
}

Texts before(const std::vector<std::pair<std::string, std::string>>& utterances, int64_t words = 100) {
  const Dataset data = spoken(utterances);
  return said_before(data.split(SplitName::train), words);
}

TEST(SaidBefore, FollowsTheNumbersOfTheClipsWhateverTheirOrderInTheSplit) {
  EXPECT_EQ(before({{"v_10", "ten"}, {"v_2", "two"}, {"w_1", "other"}, {"v_1", "one"}}),
            (Texts{"one two", "one", "", ""}));
}

TEST(SaidBefore, ReadsTimesTurnsAndBrackets) {
  EXPECT_EQ(before({{"v_10.5_12.0", "b"}, {"v_9.25_10.5", "a"}}), (Texts{"a", ""}));
  EXPECT_EQ(before({{"dia0_utt1", "b"}, {"dia0_utt0", "a"}, {"dia1_utt0", "c"}}), (Texts{"a", "", ""}));
  EXPECT_EQ(before({{"v[1]", "b"}, {"v[0]", "a"}}), (Texts{"a", ""}));
}

TEST(SaidBefore, ClipsOfOneNumberAreNotBeforeOneAnother) {
  EXPECT_EQ(before({{"v_1", "a"}, {"v_01", "b"}, {"v_2", "c"}}), (Texts{"", "", "a b"}));
}

TEST(SaidBefore, IsNothingWhereIdsNameNoClip) { EXPECT_EQ(before({{"hello", "a"}, {"world", "b"}}), (Texts{"", ""})); }

TEST(SaidBefore, KeepsTheLastWordsAlone) {
  EXPECT_EQ(before({{"v_1", "a b c"}, {"v_2", "d e"}, {"v_3", "f"}}, 3), (Texts{"", "a b c", "c d e"}));
}

const WordPieces& letters() {
  static const WordPieces of({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "c"});
  return of;
}

std::vector<int64_t> ids_of(const Tensor& values) {
  return {values.const_data_ptr<int64_t>(), values.const_data_ptr<int64_t>() + values.numel()};
}

TEST(SaidBefore, ASplitAndARequestWithTheSameContextAreOneBatch) {
  const Dataset data = spoken({{"v_1", "a b"}, {"v_2", "c"}});
  const PreparedSplit prepared(data.split(SplitName::train), data.info, letters(), {10, 10});
  EXPECT_EQ(prepared.in_context(), 1);
  const Batch batch = prepared.batch(std::vector<int64_t>{1}, torch::kCPU);
  EXPECT_EQ(ids_of(batch.tokens.values), (std::vector<int64_t>{2, 4, 5, 3, 6, 3}));
  EXPECT_EQ(ids_of(batch.word_of_piece.values), (std::vector<int64_t>{-1, -1, -1, -1, 0, -1}));
  const std::vector<Utterance> asked{{.text = "c", .context = "a b"}};
  const Batch given = collate(asked, letters(), {10, 10}, {0, 1, 0}, torch::kCPU);
  EXPECT_TRUE(given.tokens.values.equal(batch.tokens.values));
  EXPECT_TRUE(given.word_of_piece.values.equal(batch.word_of_piece.values));
}

TEST(SaidBefore, RowsOfPiecesStayWithThePiecesOfTheText) {
  const Pieces text = encode_in_context(letters(), "a b", "c", {10, 10});
  EXPECT_EQ(places_of(text, "a b", Alignment::pieces, 4), (std::vector<int64_t>{0, -1, -1, 1, 2, 3}));
  EXPECT_EQ(places_of(text, "a b", Alignment::words, 2), (std::vector<int64_t>{-1, -1, -1, 0, 1, -1}));
}

}  // namespace
}  // namespace mmim
