#include "corpus/layouts/blocks.h"
#include "corpus/layouts/fields.h"
#include "corpus/layouts/layout.h"

namespace mmim {

namespace {

std::string mismatch(const Opened& opened) {
  if (!opened.tree.dict()) return "no pickle of a dictionary";
  const Value* train = opened.tree.find("train");
  if (!train || !train->dict()) return "no dictionary under `train`";
  return train->find("covarep") && train->find("facet") ? "" : "no keys `covarep` and `facet`";
}

std::unique_ptr<Source> open(const Opened& opened) {
  DatasetInfo info{.layout = "lmf", .source = opened.path.string(), .normalisation = "mean over time"};
  std::array<BlockSplit, 3> splits;
  for (const SplitName name : kSplits) {
    const std::string where = say_place(opened.pickle, name);
    const Value& entries = field(opened.tree, word(name), opened.pickle.string());
    const auto at = [&](const std::string& key) { return where + ": key `" + key + "`"; };
    BlockSplit& split = splits[static_cast<size_t>(name)];
    split.blocks.visual.emplace(field(entries, "facet", where), 2, at("facet"));
    split.blocks.acoustic.emplace(field(entries, "covarep", where), 2, at("covarep"));
    const int64_t count = split.blocks.visual->size();
    split.labels = labels_of(field(entries, "label", where), count, at("label"));
    for (int64_t i = 0; i < count; ++i) split.ids.push_back(word(name) + ":" + std::to_string(i));
    split.texts.resize(static_cast<size_t>(count));  // the file holds word vectors, not words
  }
  return block_source(std::move(info), {opened.pickle}, std::move(splits));
}

}  // namespace

LayoutReader lmf_layout() { return {{"lmf", "mosi.pkl of averaged streams (no words)", "LMF"}, mismatch, open}; }

}  // namespace mmim
