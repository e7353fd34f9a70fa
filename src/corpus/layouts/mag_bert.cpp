#include "corpus/layouts/fields.h"
#include "corpus/layouts/layout.h"
#include "corpus/layouts/tuples.h"

namespace mmim {

namespace {

constexpr TupleShape kShape{.items = 3, .words = 0, .has_lengths = false};

std::string mismatch(const Opened& opened) {
  if (!opened.tree.dict()) return "no pickle of a dictionary";
  for (const char* key : {"train", "dev", "test"})
    if (const Value* list = opened.tree.find(key); list && looks_like(*list, kShape)) return "";
  return "no list of tuples with an inner tuple of 3 under `train`, `dev` or `test`";
}

std::unique_ptr<Source> open(const Opened& opened) {
  DatasetInfo info{.layout = "mag-bert", .source = opened.path.string(), .alignment = Alignment::words};
  std::array<TupleSplit, 3> splits;
  for (const SplitName name : kSplits) {
    const std::string key = name == SplitName::valid ? "dev" : word(name);
    splits[static_cast<size_t>(name)] = {opened.pickle, field(opened.tree, key, opened.pickle.string())};
  }
  return tuple_source(std::move(info), kShape, std::move(splits));
}

}  // namespace

LayoutReader mag_bert_layout() {
  return {{"mag-bert", "mosi.pkl or mosei.pkl: train, dev, test of ((words, visual, acoustic), label, segment)",
           "MAG-BERT"},
          mismatch,
          open};
}

}  // namespace mmim
