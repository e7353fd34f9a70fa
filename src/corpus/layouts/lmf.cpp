#include "corpus/layouts/blocks.h"
#include "corpus/layouts/columns.h"
#include "corpus/layouts/fields.h"
#include "corpus/layouts/layout.h"

namespace mmim {

namespace {

const std::vector<std::string> kLmfKeys{"covarep", "facet"};

std::unique_ptr<Source> open_lmf(const Opened& opened) {
  DatasetInfo info = opened.described({.layout = "lmf", .normalisation = "mean over time"});
  std::array<BlockSplit, 3> splits;
  for (const SplitName name : kSplits) {
    const Columns columns(opened, name);
    if (!columns.any({"label", "facet", "covarep"})) continue;
    BlockSplit& split = splits[static_cast<size_t>(name)];
    columns.read_stream(Modality::visual, {"facet"}, 2, split);
    columns.read_stream(Modality::acoustic, {"covarep"}, 2, split);
    const int64_t count = size_of(columns.at("label"));
    split.labels = labels_of(columns.at("label"), count, columns.where("label"));
    split.ids = numbered_ids(name, count);
    split.texts.resize(split.labels.size());  // the file holds word vectors, not words
  }
  return block_source(std::move(info), opened.split_files(), std::move(splits));
}

}  // namespace

LayoutReader lmf_layout() {
  return {{"lmf", "mosi.pkl of averaged streams (no words)", "LMF"},
          [](const Opened& opened) { return lacking_keys(opened, kLmfKeys); },
          open_lmf,
          kLmfKeys};
}

}  // namespace mmim
