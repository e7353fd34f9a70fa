#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "core/error.h"
#include "core/json.h"
#include "text/word_pieces.h"

namespace mmim {
namespace {
namespace fs = std::filesystem;

constexpr const char* kVocabulary = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3";

std::vector<fs::path> places() {
  const fs::path source = MMIM_SOURCE_DIR;
  std::vector<fs::path> list;
  if (const char* chosen = std::getenv("MMIM_VOCAB")) list.push_back(chosen);
  for (const fs::path& folder : {source / "../shared/data/bert", source / ".cache/encoder"}) {
    list.push_back(folder / "bert-base-uncased-vocab.txt");
    list.push_back(folder);
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) list.push_back(entry.path());
  }
  return list;
}

std::optional<WordPieces> published() {
  for (const fs::path& place : places()) {
    try {
      WordPieces pieces_of = WordPieces::load(place);
      if (pieces_of.fingerprint() == kVocabulary) return pieces_of;
    } catch (const DataError&) {  // not a vocabulary: the next place
    }
  }
  return std::nullopt;
}

fs::path golden() {
  const char* chosen = std::getenv("MMIM_GOLDEN");
  return (chosen ? fs::path(chosen) : fs::path(MMIM_SOURCE_DIR) / "tests/text/golden") / "tokenizer.json";
}

constexpr const char* kMpnetVocabulary = "dbd90cb94e2247bd4d4ccaecbf616d2290e66691d7d5e5bb81f063c2d0649ada";

/// MPNet's vocabulary: its own where it lies, else BERT's between MPNet's markers, which is the same.
std::optional<WordPieces> published_mpnet() {
  const fs::path own = fs::path(MMIM_SOURCE_DIR) / ".cache/encoder-base";
  if (fs::exists(own / "vocab.txt")) return WordPieces::load(own);
  const auto bert = published();
  if (!bert) return std::nullopt;
  std::vector<std::string> tokens{"<s>", "<pad>", "</s>", "<unk>"};
  tokens.insert(tokens.end(), bert->tokens().begin(), bert->tokens().end());
  tokens.emplace_back("<mask>");
  return WordPieces(tokens, {}, "MPNet", Markers::of(tokens));
}

fs::path golden_of_mpnet() {
  const char* chosen = std::getenv("MMIM_GOLDEN");
  return (chosen ? fs::path(chosen) : fs::path(MMIM_SOURCE_DIR) / "tests/parity/golden") / "encoders/tokens.json";
}

TEST(PublishedMpnetVocabulary, GivesTheRecordedIds) {
  const auto pieces = published_mpnet();
  if (!pieces) GTEST_SKIP() << "neither MPNet's vocabulary (`./dev encoder --base`) nor BERT's is there";
  if (!fs::exists(golden_of_mpnet())) GTEST_SKIP() << golden_of_mpnet() << " is not there";
  EXPECT_EQ(pieces->fingerprint(), kMpnetVocabulary);
  const Json items = read_json(golden_of_mpnet()).at("items");
  ASSERT_FALSE(items.empty());
  for (const Json& item : items) {
    const auto text = item.at("text").get<std::string>();
    EXPECT_EQ(pieces->encode(text, 100000).ids, item.at("input_ids").get<std::vector<int64_t>>()) << item.at("name");
    if (!item.contains("input_ids_max_50")) continue;
    EXPECT_EQ(pieces->encode(text, 50).ids, item.at("input_ids_max_50").get<std::vector<int64_t>>()) << item.at("name");
  }
}

class PublishedVocabulary : public testing::Test {
 protected:
  void SetUp() override {
    pieces_of_ = published();
    if (!pieces_of_)
      GTEST_SKIP()
          << "no vocabulary of BERT base uncased (SHA-256 07eced37...): name its file or folder in MMIM_VOCAB, or "
             "run `./dev encoder`";
  }
  std::vector<int64_t> inner(std::string_view text, int64_t limit = 50) const {
    const Pieces pieces = pieces_of_->encode(text, limit);
    return {pieces.ids.begin() + 1, pieces.ids.end() - 1};
  }
  std::optional<WordPieces> pieces_of_;
};

TEST_F(PublishedVocabulary, GivesTheRecordedIds) {
  const Json items = read_json(golden()).at("items");
  ASSERT_FALSE(items.empty());
  for (const Json& item : items) {
    auto ids = item.at("input_ids").get<std::vector<int64_t>>();
    const auto limit = static_cast<int64_t>(ids.size());
    ids.resize(item.at("n_tokens").get<size_t>());
    EXPECT_EQ(pieces_of_->encode(item.at("text").get<std::string>(), limit).ids, ids) << item.at("name");
  }
}

TEST_F(PublishedVocabulary, GivesTheIdsOfAnIndependentReading) {
  using Ids = std::vector<int64_t>;
  EXPECT_EQ(inner("I'd probably only give it a two out of five stars."),
            (Ids{1045, 1005, 1040, 2763, 2069, 2507, 2009, 1037, 2048, 2041, 1997, 2274, 3340, 1012}));
  EXPECT_EQ(inner("Café naïve façade"), (Ids{7668, 15743, 8508}));
  EXPECT_EQ(inner("unaffable"), (Ids{14477, 20961, 3468}));
  EXPECT_EQ(inner("(umm) it's 3.5/5 — gr8!!"),
            (Ids{1006, 26114, 1007, 2009, 1005, 1055, 1017, 1012, 1019, 1013, 1019, 1517, 24665, 2620, 999, 999}));
  EXPECT_EQ(inner("a\u200Bb c\u00A0d"), (Ids{11113, 1039, 1040}));
  EXPECT_EQ(inner("he\u00ADllo"), (Ids{7592}));
  EXPECT_EQ(inner("中文abc"), (Ids{1746, 1861, 5925}));
  EXPECT_EQ(inner(std::string(101, 'x')), (Ids{100}));
  EXPECT_EQ(inner("\u2028foo\u2028bar"), (Ids{29379, 3347}));
  EXPECT_EQ(inner("don’t"), (Ids{2123, 1521, 1056}));
  EXPECT_EQ(inner("한국"), (Ids{1469, 30006, 30021, 29991, 30014, 30020}));
  EXPECT_EQ(inner("😀 ok"), (Ids{100, 7929}));
  EXPECT_EQ(inner("İstanbul ß"), (Ids{9960, 1096}));
  EXPECT_EQ(inner("\u000Bfoo\u000Cbar"), (Ids{29379, 8237}));
}

TEST_F(PublishedVocabulary, SortsCharactersAsTheReferenceDoes) {
  using Ids = std::vector<int64_t>;
  const Ids hello{7592}, unknown{100};
  EXPECT_EQ(inner("he\uE000llo"), hello) << "private use vanishes";
  EXPECT_EQ(inner("he\u0378llo"), unknown) << "unassigned stays";
  EXPECT_EQ(inner("he\u08E2llo"), unknown) << "assigned after Unicode 8.0 stays";
  EXPECT_EQ(inner("he\u1734llo"), hello) << "a nonspacing mark of Unicode 8.0";
  EXPECT_EQ(inner("ok\u2E43ok"), unknown) << "punctuation after Unicode 8.0 does not split";
  EXPECT_EQ(inner("ok\u166Dok"), (Ids{7929, 100, 7929})) << "punctuation of Unicode 8.0";
  EXPECT_EQ(inner("ok\U0002B820ok"), unknown) << "the first 256 ideographs of extension E do not stand alone";
  EXPECT_EQ(inner("ok\U0002B920ok"), (Ids{7929, 100, 7929}));
}

}  // namespace
}  // namespace mmim
