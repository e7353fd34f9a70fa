#include "data/prepared_split.h"
#include "data/collate.h"

#include <algorithm>

#include "corpus/helpers.h"

namespace mmim {
namespace {

using Numbers = std::vector<int64_t>;

const WordPieces& pieces() {
  static const WordPieces of({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "b", "c", "##b", "##c", "!"});
  return of;
}

Utterance utterance(const std::string& text, int64_t visual_rows, int64_t acoustic_rows, float label = 0) {
  const auto counted = [](int64_t count, float from) {
    std::vector<float> values;
    for (int64_t i = 0; i < count; ++i) values.push_back(from + static_cast<float>(i));
    return values;
  };
  Utterance one{.id = "video_1", .text = text, .label = label};
  one.streams.visual = single_features(counted(visual_rows, 1));
  one.streams.acoustic = single_features(counted(acoustic_rows, 101));
  return one;
}

Dataset dataset(Alignment alignment, std::vector<Utterance> utterances) {
  DatasetInfo info{.name = "handmade", .alignment = alignment};
  info.streams.visual.width = 1;
  info.streams.acoustic.width = 1;
  return assemble(HandmadeSource(info, std::move(utterances)), {.lengths = LengthRule::as_stored});
}

Numbers numbers(const Tensor& values) {
  return {values.const_data_ptr<int64_t>(), values.const_data_ptr<int64_t>() + values.numel()};
}

std::vector<float> floats(const Tensor& values) {
  return {values.const_data_ptr<float>(), values.const_data_ptr<float>() + values.numel()};
}

/// word_of_piece of one text with `rows` rows in both streams.
Numbers rows_of_pieces(Alignment alignment, const std::string& text, int64_t rows, int64_t limit = 50) {
  const Dataset data = dataset(alignment, {utterance(text, rows, rows)});
  const PreparedSplit prepared(data.split(SplitName::train), data.info, pieces(), limit);
  const Batch batch = prepared.batch(Numbers{0}, torch::kCPU);
  EXPECT_EQ(batch.word_of_piece.layout, batch.tokens.layout);
  EXPECT_EQ(batch.word_of_piece.values.numel(), batch.tokens.values.numel());
  return numbers(batch.word_of_piece.values);
}

TEST(WordOfPiece, IsTheRowOfTheWordInASetAlignedByWords) {
  EXPECT_EQ(rows_of_pieces(Alignment::words, "a ab cb!", 3), (Numbers{-1, 0, 1, 1, 2, 2, 2, -1}));
}

TEST(WordOfPiece, GivesTheLastRowToTheLastWordAndNoneToWordsBeforeTheFirstRow) {
  EXPECT_EQ(rows_of_pieces(Alignment::words, "a ab c b", 2), (Numbers{-1, -1, -1, -1, 0, 1, -1}));
  EXPECT_EQ(rows_of_pieces(Alignment::words, "a b", 0), (Numbers{-1, -1, -1, -1}));
}

TEST(WordOfPiece, LeavesRowsBeforeTheFirstWordWithoutAPiece) {
  EXPECT_EQ(rows_of_pieces(Alignment::words, "a b", 4), (Numbers{-1, 2, 3, -1}));
}

TEST(WordOfPiece, CountsTheWordsThatAreCutOffAtTheLimit) {
  EXPECT_EQ(rows_of_pieces(Alignment::words, "a b c a b", 5, 4), (Numbers{-1, 0, 1, -1}));
  EXPECT_EQ(rows_of_pieces(Alignment::words, "a b c a b", 4, 5), (Numbers{-1, -1, 0, 1, -1}));
}

TEST(WordOfPiece, IsThePiecesOwnRowInASetAlignedByPieces) {
  EXPECT_EQ(rows_of_pieces(Alignment::pieces, "a ab", 5), (Numbers{0, 1, 2, 3, 4}));
  EXPECT_EQ(rows_of_pieces(Alignment::pieces, "a ab", 3), (Numbers{0, 1, 2, -1, -1}));
  EXPECT_EQ(rows_of_pieces(Alignment::pieces, "a ab c c", 7, 4), (Numbers{0, 1, 2, 3}));
}

TEST(WordOfPiece, IsTheIndexOfTheWordInAnUnalignedSet) {
  EXPECT_EQ(rows_of_pieces(Alignment::none, "a ab c", 2), (Numbers{-1, 0, 1, 1, 2, -1}));
}

TEST(WordOfPiece, CountsStoredWordsWhateverOtherWhiteSpaceStandsInsideOne) {
  for (const std::string space : {"\u00A0", "\u2028", "\u2003", "\u0085", "\u3000"}) {
    const std::string text = "a b" + space + "c c";
    EXPECT_EQ(rows_of_pieces(Alignment::words, text, 3), (Numbers{-1, 0, 1, 1, 2, -1})) << text;
    EXPECT_EQ(rows_of_pieces(Alignment::words, text, 2), (Numbers{-1, -1, 0, 0, 1, -1})) << text;
    EXPECT_EQ(rows_of_pieces(Alignment::none, text, 3), (Numbers{-1, 0, 1, 1, 2, -1})) << text;
  }
  EXPECT_EQ(rows_of_pieces(Alignment::words,
                           "a b\x1C"
                           "b c",
                           3),
            (Numbers{-1, 0, 1, 1, 2, -1}))
      << "1C vanishes and glues what it stands between";
}

TEST(WordOfPiece, CountsAStoredWordThatIsNothingButWhiteSpaceOrVanishes) {
  for (const std::string empty : {"\u00A0", "\u2028\u2028", "\u200B", "\x1C", "\x01"}) {
    EXPECT_EQ(rows_of_pieces(Alignment::words, empty + " b c", 3), (Numbers{-1, 1, 2, -1})) << empty;
    EXPECT_EQ(rows_of_pieces(Alignment::words, "b " + empty + " c", 3), (Numbers{-1, 0, 2, -1})) << empty;
    EXPECT_EQ(rows_of_pieces(Alignment::words, "b c " + empty, 3), (Numbers{-1, 0, 1, -1})) << empty;
  }
}

TEST(WordOfPiece, SeesWordsApartAtEveryKindOfAsciiSpace) {
  EXPECT_EQ(rows_of_pieces(Alignment::words, " a  b\tc\na\v \fb\rc ", 6), (Numbers{-1, 0, 1, 2, 3, 4, 5, -1}));
}

TEST(WordOfPiece, HoldsForMalformedBytesAndTokensWrittenOut) {
  EXPECT_EQ(rows_of_pieces(Alignment::words, "a\xC3 \xE2\x82 b[MASK]\u00A0[UNK] c", 4),
            (Numbers{-1, 0, 2, 2, 2, 3, -1}));
}

TEST(WordOfPiece, FollowsEachUtterancesOwnRowsAlsoWhenOneStreamIsMissing) {
  DatasetInfo info{.name = "acoustic alone", .alignment = Alignment::words};
  info.streams.acoustic.width = 1;
  const std::vector<Utterance> stored{utterance("a b", 0, 2), utterance("a b c", 0, 1)};
  const Dataset data = assemble(HandmadeSource(info, stored), {.lengths = LengthRule::as_stored});
  const PreparedSplit prepared(data.split(SplitName::train), data.info, pieces(), 50);
  EXPECT_EQ(numbers(prepared.batch(Numbers{1, 0}, torch::kCPU).word_of_piece.values),
            (Numbers{-1, -1, -1, 0, -1, -1, 0, 1, -1}));
}

TEST(WordOfPiece, OfAnEmptyTextIsNone) {
  EXPECT_EQ(rows_of_pieces(Alignment::words, "", 2), (Numbers{-1, -1}));
  EXPECT_EQ(rows_of_pieces(Alignment::none, "", 2), (Numbers{-1, -1}));
}

TEST(PreparedSplit, GathersUtterancesInTheOrderAskedFor) {
  const Dataset data =
      dataset(Alignment::none, {utterance("a", 1, 2, -1), utterance("b c", 3, 1, 0.5f), utterance("c b a", 2, 4, 2)});
  const PreparedSplit prepared(data.split(SplitName::train), data.info, pieces(), 50);
  EXPECT_EQ(prepared.size(), 3);
  EXPECT_EQ(floats(prepared.labels()), (std::vector<float>{-1, 0.5f, 2}));
  const Batch batch = prepared.batch(Numbers{2, 0}, torch::kCPU);
  EXPECT_EQ(batch.size(), 2);
  EXPECT_EQ(numbers(batch.tokens.values), (Numbers{2, 7, 6, 5, 3, 2, 5, 3}));
  EXPECT_EQ(batch.tokens.layout->offsets, (Numbers{0, 5, 8}));
  EXPECT_EQ(numbers(batch.word_of_piece.values), (Numbers{-1, 0, 1, 2, -1, -1, 0, -1}));
  EXPECT_EQ(floats(batch.labels), (std::vector<float>{2, -1}));
  EXPECT_EQ(floats(batch.streams.visual.values), (std::vector<float>{1, 2, 1}));
  EXPECT_EQ(batch.streams.visual.layout->offsets, (Numbers{0, 2, 3}));
  EXPECT_EQ(floats(batch.streams.acoustic.values), (std::vector<float>{101, 102, 103, 104, 101, 102}));
  for (const Ragged& part : {batch.tokens, batch.streams.visual, batch.streams.acoustic})
    EXPECT_EQ(part.layout->utterance_ids, (Numbers{2, 0}))
        << "what is drawn for an utterance is keyed on its data-set row";
}

TEST(PreparedSplit, CutsATextAtTheLimitWithBothEndsKept) {
  const Dataset data = dataset(Alignment::none, {utterance("a b c a b c", 1, 1)});
  const PreparedSplit prepared(data.split(SplitName::train), data.info, pieces(), 4);
  const Batch batch = prepared.batch(Numbers{0}, torch::kCPU);
  EXPECT_EQ(numbers(batch.tokens.values), (Numbers{2, 5, 6, 3}));
  EXPECT_EQ(numbers(batch.word_of_piece.values), (Numbers{-1, 0, 1, -1}));
}

TEST(PreparedSplit, MakesOneZeroRowOfAStreamOfLengthZero) {
  const Dataset data = dataset(Alignment::none, {utterance("a", 0, 2), utterance("b", 2, 0), utterance("c", 1, 1)});
  const PreparedSplit prepared(data.split(SplitName::train), data.info, pieces(), 50);
  const Batch batch = prepared.batch(Numbers{0, 1, 2}, torch::kCPU);
  EXPECT_EQ(batch.streams.visual.layout->offsets, (Numbers{0, 1, 3, 4}));
  EXPECT_EQ(floats(batch.streams.visual.values), (std::vector<float>{0, 1, 2, 1}));
  EXPECT_EQ(batch.streams.acoustic.layout->offsets, (Numbers{0, 2, 3, 4}));
  EXPECT_EQ(floats(batch.streams.acoustic.values), (std::vector<float>{101, 102, 0, 101}));
}

TEST(PreparedSplit, MakesOneRowWithoutColumnsOfAStreamThatTheSetLacks) {
  DatasetInfo info{.name = "text alone"};
  const Dataset data = assemble(HandmadeSource(info, {{.id = "video_1", .text = "a b", .label = 0}}), {});
  const PreparedSplit prepared(data.split(SplitName::train), data.info, pieces(), 50);
  const Batch batch = prepared.batch(Numbers{0}, torch::kCPU);
  for (const Modality m : kRowStreams) EXPECT_EQ(batch.streams[m].values.sizes(), (Numbers{1, 0}));
}

TEST(PreparedSplit, RefusesABatchOfNone) {
  const Dataset data = dataset(Alignment::none, {utterance("a", 1, 1)});
  const PreparedSplit prepared(data.split(SplitName::train), data.info, pieces(), 50);
  expect_says(sentence_of([&] { prepared.batch({}, torch::kCPU); }), "at least one utterance");
}

TEST(Collate, MakesTheBatchThatTheSameUtterancesOfADataSetMake) {
  const std::vector<Utterance> stored{utterance("ab\u00A0c b", 2, 0), utterance("", 0, 3), utterance("c c c", 1, 1)};
  const Dataset data = dataset(Alignment::none, stored);
  const Batch kept =
      PreparedSplit(data.split(SplitName::train), data.info, pieces(), 4).batch(Numbers{0, 1, 2}, torch::kCPU);
  const Batch given = collate(stored, pieces(), 4, {0, 1, 1}, torch::kCPU);
  const auto expect_equal = [](const Ragged& a, const Ragged& b) {
    EXPECT_TRUE(a.values.equal(b.values)) << a.values << b.values;
    EXPECT_EQ(a.layout->offsets, b.layout->offsets);
    EXPECT_EQ(a.layout->utterance_ids, b.layout->utterance_ids);
  };
  expect_equal(given.tokens, kept.tokens);
  expect_equal(given.word_of_piece, kept.word_of_piece);
  expect_equal(given.streams.visual, kept.streams.visual);
  expect_equal(given.streams.acoustic, kept.streams.acoustic);
  EXPECT_FALSE(given.labels.defined());
  expect_says(sentence_of([&] { collate({}, pieces(), 4, {0, 1, 1}, torch::kCPU); }), "at least one utterance");
}

Numbers joined(const std::vector<Numbers>& batches) {
  Numbers all;
  for (const Numbers& batch : batches) all.insert(all.end(), batch.begin(), batch.end());
  return all;
}

TEST(Batches, CoverEveryRowOnce) {
  for (const int64_t count : {1, 4, 5, 11})
    for (const int64_t size : {1, 4, 20}) {
      const auto batches = batches_of(count, size, 7);
      EXPECT_EQ(static_cast<int64_t>(batches.size()), (count + size - 1) / size);
      for (size_t i = 0; i + 1 < batches.size(); ++i) EXPECT_EQ(static_cast<int64_t>(batches[i].size()), size);
      Numbers all = joined(batches), rows(static_cast<size_t>(count));
      std::sort(all.begin(), all.end());
      for (size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int64_t>(i);
      EXPECT_EQ(all, rows) << count << " in batches of " << size;
    }
  EXPECT_TRUE(batches_of(0, 4, 7).empty());
}

TEST(Batches, DependOnTheKeyAloneAndAreInOrderWithoutOne) {
  EXPECT_EQ(batches_of(20, 3, 7), batches_of(20, 3, 7));
  EXPECT_EQ(joined(batches_of(20, 3, 7)), joined(batches_of(20, 8, 7))) << "the order is no matter of the batch size";
  EXPECT_NE(batches_of(20, 3, 7), batches_of(20, 3, 8));
  EXPECT_EQ(batches_of(5, 2, {}), (std::vector<Numbers>{{0, 1}, {2, 3}, {4}}));
}

}  // namespace
}  // namespace mmim
