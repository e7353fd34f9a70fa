#include "core/error.h"
#include "corpus/layouts/blocks.h"
#include "corpus/layouts/fields.h"
#include "corpus/layouts/layout.h"

namespace mmim {

namespace {

std::string mismatch(const Opened& opened) {
  if (!opened.tree.dict()) return "no pickle of a dictionary";
  const Value* train = opened.tree.find("train");
  if (!train || !train->dict()) return "no dictionary under `train`";
  return train->find("regression_labels") ? "" : "no key `regression_labels`";
}

/// Pieces per utterance from row 1 of text_bert (N, 3, T): ids, mask, types.
std::vector<int64_t> mask_sums(const Block& text_bert, const std::string& where) {
  std::vector<int64_t> sums;
  for (int64_t i = 0; i < text_bert.size(); ++i) {
    const std::vector<float> rows = text_bert.values(i);
    const auto width = static_cast<size_t>(text_bert.width());
    int64_t pieces = 0;
    for (size_t k = 0; k < width; ++k) {
      const float mask = rows[width + k];
      const bool expected = mask == 0 || (mask == 1 && pieces == static_cast<int64_t>(k));
      if (!expected)
        throw DataError(where + ", utterance " + std::to_string(i) + ": the mask is not ones followed by zeros");
      pieces += mask == 1;
    }
    sums.push_back(pieces);
  }
  return sums;
}

std::vector<std::string> spaced(std::vector<std::string> texts) {
  for (std::string& text : texts) text = one_spaced(text);
  return texts;
}

std::unique_ptr<Source> open(const Opened& opened) {
  DatasetInfo info{.layout = "mmsa", .source = opened.path.string()};
  std::array<BlockSplit, 3> splits;
  int64_t aligned = 0;
  for (const SplitName name : kSplits) {
    const std::string where = say_place(opened.pickle, name);
    const Value& entries = field(opened.tree, word(name), opened.pickle.string());
    const auto key = [&](const std::string& key) -> const Value& { return field(entries, key, where); };
    const auto at = [&](const std::string& key) { return where + ": key `" + key + "`"; };
    BlockSplit& split = splits[static_cast<size_t>(name)];
    split.ids = texts_of(key("id"), at("id"));
    split.texts = spaced(texts_of(key("raw_text"), at("raw_text")));
    const auto count = static_cast<int64_t>(split.ids.size());
    split.labels = labels_of(key("regression_labels"), count, at("regression_labels"));
    split.blocks.visual.emplace(key("vision"), 3, at("vision"));
    split.blocks.acoustic.emplace(key("audio"), 3, at("audio"));
    for (const Modality m : kRowStreams) {
      const std::string lengths = m == Modality::visual ? "vision_lengths" : "audio_lengths";
      if (entries.find(lengths)) split.lengths[m] = integers_of(key(lengths), count, at(lengths));
    }
    if (!entries.find("text_bert")) continue;
    const Block text_bert(key("text_bert"), 3, at("text_bert"));
    if (text_bert.rows() != 3) throw DataError(at("text_bert") + ": is not of shape (N, 3, T)");
    if (!same_length(split, text_bert.width())) continue;
    split.joint_lengths = mask_sums(text_bert, at("text_bert"));
    ++aligned;
  }
  if (aligned != 0 && aligned != 3)
    throw DataError(opened.pickle.string() + ": some splits are aligned with text_bert and some are not");
  if (aligned == 3) info.alignment = Alignment::pieces;
  return block_source(std::move(info), {opened.pickle}, std::move(splits));
}

}  // namespace

LayoutReader mmsa_layout() { return {{"mmsa", "aligned_50.pkl or unaligned_50.pkl", "MMSA, Self-MM"}, mismatch, open}; }

}  // namespace mmim
