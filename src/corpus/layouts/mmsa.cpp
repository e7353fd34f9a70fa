#include <algorithm>

#include "core/error.h"
#include "core/files.h"
#include "corpus/layouts/blocks.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/mmsa_names.h"
#include "corpus/say.h"

namespace mmim {

namespace {

const std::vector<std::string> kMmsaKeys{"regression_labels"};

/// The run of ones in the mask of an utterance's text_bert (3, T) or (T, 3): ids, mask, types.
TextMask mask_of(const Value& text_bert, int64_t pieces) {
  constexpr TextMask kNoRun{0, kUnreadableLength};
  const auto numbers = numbers_of(text_bert);
  const bool upright = numbers && numbers->shape == std::vector<int64_t>{3, pieces};
  if (!numbers || (!upright && numbers->shape != std::vector<int64_t>{pieces, 3})) return kNoRun;
  TextMask mask{0, 0};
  bool ended = false;
  for (int64_t k = 0; k < pieces; ++k) {
    const double bit = numbers->at(upright ? pieces + k : 3 * k + 1);
    if (bit != 0 && (bit != 1 || ended)) return kNoRun;
    ended = ended || (bit == 0 && mask.length > 0);
    if (bit == 1 && mask.length == 0) mask.begin = k;
    mask.length += bit == 1;
  }
  give_back(numbers->bytes);
  return mask;
}

/// Word pieces of each utterance of text_bert (N, 3, T) or (N, T, 3); 0: it is neither.
int64_t pieces_in(const Value& text_bert) {
  if (is_empty(text_bert) || size_of(text_bert) <= 0) return 0;
  const auto [rows, width] = row_shape(item_of(text_bert, 0));
  return rows == 3 ? width : width == 3 ? rows : 0;
}

/// Whether rows may belong to word pieces: the streams have as many rows as text_bert. Then the masks are read.
bool read_masks(const Columns& columns, BlockSplit& split) {
  const Value* text_bert = columns.find("text_bert");
  if (!text_bert) return false;
  const int64_t pieces = pieces_in(*text_bert);
  if (pieces == 0 || !same_length(split, pieces)) return false;
  const auto count = static_cast<int64_t>(split.labels.size());
  if (size_of(*text_bert) != count)
    throw DataError(columns.where("text_bert") + ": is " + text_bert->say() + " for " + std::to_string(count) +
                    " utterances");
  for (int64_t i = 0; i < count; ++i) split.masks.push_back(mask_of(item_of(*text_bert, i), pieces));
  return true;
}

/// (N, d) may be one row of d features each, or d rows of one feature: stated lengths of more rows contradict the
/// former.
void check_time(const Block& block, const std::vector<int64_t>& lengths, const std::string& key) {
  const int64_t longest = lengths.empty() ? 0 : *std::max_element(lengths.begin(), lengths.end());
  if (!block.lacks_time() || longest < 2) return;
  throw DataError(block.said() + ", and key `" + key + "` states up to " + say_count(longest, "row") + ": take `" +
                  key + "` out where an utterance is one row of features, or save one feature over time as " +
                  "(utterances, rows, 1)");
}

BlockSplit read_split(const Columns& columns, SplitName name, const NameKeys& keys) {
  BlockSplit split;
  const Value& labels = columns.at("regression_labels");
  read_names(columns, name, std::max<int64_t>(0, size_of(labels)), keys, split);
  const auto count = static_cast<int64_t>(split.ids.size());
  split.labels = labels_of(labels, count, columns.where("regression_labels"));
  columns.read_stream(Modality::visual, {"vision", "visual", "video"}, 3, split);
  columns.read_stream(Modality::acoustic, {"audio", "acoustic"}, 3, split);
  for (const Modality m : kRowStreams) {
    const std::string key = m == Modality::visual ? "vision_lengths" : "audio_lengths";
    const Value* lengths = columns.find(key);
    if (lengths && !is_missing(*lengths)) split.lengths[m] = stated_lengths(*lengths, count);
    if (split.blocks[m]) check_time(*split.blocks[m], split.lengths[m], key);
  }
  return split;
}

std::unique_ptr<Source> open_mmsa(const Opened& opened) {
  DatasetInfo info = opened.described({.layout = "mmsa"});
  std::array<BlockSplit, 3> splits;
  std::vector<std::string> aligned, others;
  const NameKeys keys(opened.table.columns);
  LackingNames lacking(keys);
  for (const SplitName name : kSplits) {
    const Columns columns(opened, name);
    if (!columns.any({"id", "raw_text", "regression_labels", "vision", "audio"})) continue;
    BlockSplit& split = splits[static_cast<size_t>(name)] = read_split(columns, name, keys);
    lacking.see(columns, split, name);
    (read_masks(columns, split) ? aligned : others).push_back(word(name));
  }
  if (others.empty()) info.alignment = Alignment::pieces;
  if (!others.empty() && !aligned.empty()) {
    for (BlockSplit& split : splits) split.masks.clear();
    info.note("splits_not_aligned", static_cast<int64_t>(others.size()),
              "rows belong to no word pieces: text_bert has as many as the streams have rows in " + listing(aligned) +
                  ", in " + listing(others) + " it has not");
  }
  std::vector<std::filesystem::path> files = opened.split_files();
  lacking.settle(opened, splits, files, info);
  return block_source(std::move(info), std::move(files), std::move(splits));
}

}  // namespace

LayoutReader mmsa_layout() {
  return {{"mmsa", "aligned_50.pkl or unaligned_50.pkl", "MMSA, Self-MM"},
          [](const Opened& opened) { return lacking_keys(opened, kMmsaKeys); },
          open_mmsa,
          kMmsaKeys};
}

}  // namespace mmim
