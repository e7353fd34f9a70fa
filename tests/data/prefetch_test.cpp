#include "data/prefetch.h"

#include <algorithm>
#include <filesystem>

#include "core/trace.h"
#include "corpus/helpers.h"

namespace mmim {
namespace {

using Rows = std::vector<int64_t>;

/// Twelve utterances of 1 to 12 visual and 0 to 11 acoustic rows, `width` columns each.
class Few {
 public:
  explicit Few(int64_t width = 3) {
    DatasetInfo info{.name = "few"};
    info.streams.visual.width = info.streams.acoustic.width = width;
    std::vector<Utterance> utterances;
    for (int64_t i = 0; i < 12; ++i) {
      Utterance one{.id = "video_" + std::to_string(i), .text = std::string(static_cast<size_t>(i), 'a')};
      one.label = static_cast<float>(i) / 4;
      for (const Modality m : kRowStreams) {
        one.streams[m].rows = m == Modality::visual ? i + 1 : i;
        for (int64_t k = 0; k < one.streams[m].rows * width; ++k)
          one.streams[m].values.push_back(static_cast<float>(100 * i + k % 97 + 1));
      }
      utterances.push_back(std::move(one));
    }
    data_ = assemble(HandmadeSource(info, std::move(utterances)), {.lengths = LengthRule::as_stored});
    split_.emplace(data_.split(SplitName::train), data_.info, pieces_, 50);
  }
  const PreparedSplit& split() const { return *split_; }

 private:
  WordPieces pieces_{{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "##a"}};
  Dataset data_;
  std::optional<PreparedSplit> split_;
};

void expect_equal(const Ragged& a, const Ragged& b) {
  EXPECT_TRUE(a.values.equal(b.values));
  EXPECT_EQ(a.layout->offsets, b.layout->offsets);
  EXPECT_EQ(a.layout->utterance_ids, b.layout->utterance_ids);
}

void expect_equal(const Batch& a, const Batch& b) {
  expect_equal(a.tokens, b.tokens);
  expect_equal(a.word_of_piece, b.word_of_piece);
  for (const Modality m : kRowStreams) expect_equal(a.streams[m], b.streams[m]);
  EXPECT_TRUE(a.labels.equal(b.labels));
}

int64_t threads_of_this_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return std::distance(begin(tasks), end(tasks));
}

TEST(Prefetch, GivesTheSameBatchesInTheSameOrderBitForBit) {
  const Few few;
  for (const uint64_t key : {1u, 2u, 3u}) {
    const auto batches = batches_of(12, 5, key);
    Prefetch loader(few.split(), batches, torch::kCPU);
    for (const Rows& rows : batches) expect_equal(loader.next(), few.split().batch(rows, torch::kCPU));
  }
}

TEST(Prefetch, HasNothingAfterTheLastBatch) {
  const Few few;
  Prefetch loader(few.split(), {{0}}, torch::kCPU);
  loader.next();
  for (int i = 0; i < 2; ++i) expect_says(sentence_of([&] { loader.next(); }), "all batches have been given");
  Prefetch none(few.split(), {}, torch::kCPU);
  expect_says(sentence_of([&] { none.next(); }), "all batches have been given");
}

TEST(Prefetch, ThrowsWhatGatheringThrewWhenItsTurnHasCome) {
  const Few few;
  Prefetch loader(few.split(), {{0}, {1, 2}, {}, {3}}, torch::kCPU);
  EXPECT_EQ(loader.next().size(), 1);
  EXPECT_EQ(loader.next().size(), 2);
  for (int i = 0; i < 2; ++i) expect_says(sentence_of([&] { loader.next(); }), "at least one utterance");
}

TEST(Prefetch, StopsWhereverItStandsWhenItIsDestroyed) {
  const Few few;
  const auto batches = batches_of(12, 1, 7);
  const int64_t before = threads_of_this_process();
  for (size_t taken = 0; taken <= batches.size(); ++taken)
    for (int repeat = 0; repeat < 20; ++repeat) {
      Prefetch loader(few.split(), batches, torch::kCPU);
      for (size_t i = 0; i < taken; ++i) loader.next();
    }
  EXPECT_EQ(threads_of_this_process(), before);
}

TEST(Prefetch, GathersNoMoreThanItsBoundAhead) {
  const Few few;
  Trace trace;
  {
    Prefetch loader(few.split(), batches_of(12, 1, 7), torch::kCPU);
    loader.next();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // time enough to gather all
  }
  trace.stop();
  const auto phases = trace.phases();
  const auto gather = std::find_if(phases.begin(), phases.end(), [](const auto& p) { return p.name == "gather"; });
  ASSERT_NE(gather, phases.end());
  EXPECT_EQ(gather->thread, "loader");
  EXPECT_LE(gather->count, 1 + static_cast<int64_t>(Prefetch::kAhead));
}

TEST(Prefetch, RunsOneThreadAndNoParallelRegion) {
  at::set_num_threads(2);
  const Few wide(20'000);  // one utterance's rows are far above the size at which LibTorch divides work
  const int64_t before = threads_of_this_process();
  Prefetch loader(wide.split(), batches_of(12, 2, 7), torch::kCPU);  // its thread waits for room while we count
  loader.next();
  EXPECT_LE(threads_of_this_process(), before + 1);
}

}  // namespace
}  // namespace mmim
