#include "cli/json_lines.h"
#include "corpus/synthetic.h"
#include "data/collate.h"
#include "predict/request.h"
#include "support/mutate.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLine =
    R"({"id": "clip 7", "text": "a gr\u00e9at film \ud83d\ude00 isn't it", "visual": [[0.5, -1e-3], [2, 3.25]], )"
    R"("acoustic": [[1], [-2.75e1], [0]], "label": 1.5})";

TEST(DamagedRequest, IsAnsweredOrRefusedInOneSentence) {
  DataCard card;
  card.streams.visual.width = 2;
  card.streams.acoustic.width = 1;
  const WordPieces pieces(synthetic_vocabulary());
  const MutationCount count = try_mutations(kLine, ".jsonl", 600, [&](const fs::path& mutated) {
    LineReader lines(mutated.string());
    std::string line;
    std::vector<Utterance> utterances;
    for (int number = 1; lines.next(line); ++number)
      utterances.push_back(parse_request(line, card, "line " + std::to_string(number)).utterance);
    if (utterances.empty()) return;
    const Batch batch = collate(utterances, pieces, 50, card.widths(), torch::kCPU);
    EXPECT_EQ(batch.tokens.layout->size(), static_cast<int64_t>(utterances.size()));
    EXPECT_TRUE(torch::isfinite(batch.streams.visual.values).all().item<bool>());
  });
  EXPECT_EQ(count.read + count.refused, 600);
  EXPECT_GT(count.refused, 200);
  EXPECT_GT(count.read, 10);
}

}  // namespace
}  // namespace mmim
