#include "predict/unknown_pieces.h"

#include "corpus/helpers.h"

namespace mmim {
namespace {

double share_of(const std::vector<std::string>& texts, std::string* doubt = nullptr) {
  std::vector<Utterance> utterances;
  for (const std::string& text : texts)
    utterances.push_back({.id = "a_" + std::to_string(utterances.size()), .text = text, .label = 1.0f});
  const Dataset dataset = assemble(HandmadeSource({}, std::move(utterances)), {});
  const WordPieces pieces({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "film"});
  const PreparedSplit split(dataset.split(SplitName::train), dataset.info, pieces, 50);
  if (doubt) *doubt = doubt_of_vocabulary(split, pieces);
  return unknown_share(split, pieces);
}

TEST(UnknownPieces, AreCountedWithoutTheMarksOfBeginAndEnd) {
  EXPECT_DOUBLE_EQ(share_of({"good film", "so so"}), 0.5);
  EXPECT_DOUBLE_EQ(share_of({"good", ""}), 0);
  EXPECT_DOUBLE_EQ(share_of({""}), 0);
}

TEST(UnknownPieces, AreDoubtfulAboveAFifth) {
  std::string doubt;
  share_of({"good good good good so"}, &doubt);
  EXPECT_EQ(doubt, "");
  share_of({"good good good so"}, &doubt);
  EXPECT_EQ(doubt.substr(0, 36), "25 % of the word pieces are [UNK]: t");
}

}  // namespace
}  // namespace mmim
