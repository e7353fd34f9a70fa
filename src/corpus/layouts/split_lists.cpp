#include "core/error.h"
#include "corpus/layouts/layout.h"
#include "corpus/layouts/tuples.h"

namespace mmim {

namespace {

constexpr TupleShape kMmim{.items = 6, .words = 3, .has_lengths = true};
constexpr TupleShape kMisa{.items = 4, .words = 3, .has_lengths = false};

std::string mismatch(const Opened& opened, const TupleShape& shape) {
  if (!opened.has_split_files()) return "no train.pkl, dev.pkl or test.pkl";
  for (const auto& split : opened.split_files)
    if (split && looks_like(split->tree, shape)) return "";
  return "no list of tuples with an inner tuple of " + std::to_string(shape.items);
}

std::unique_ptr<Source> open(const Opened& opened, const TupleShape& shape, DatasetInfo info) {
  if (!opened.has_split_files()) throw DataError(opened.path.string() + ": has no train.pkl, dev.pkl or test.pkl");
  info.source = opened.path.string();
  std::array<TupleSplit, 3> splits;
  for (size_t i = 0; i < splits.size(); ++i)
    if (const auto& file = opened.split_files[i]) splits[i] = {file->path, file->tree};
  return tuple_source(std::move(info), shape, std::move(splits));
}

}  // namespace

LayoutReader mmim_layout() {
  return {
      {"mmim", "train.pkl, dev.pkl, test.pkl: lists of ((words, visual, acoustic, words, lengths), label, id)", "MMIM"},
      [](const Opened& opened) { return mismatch(opened, kMmim); },
      [](const Opened& opened) { return open(opened, kMmim, {.layout = "mmim"}); }};
}

LayoutReader misa_layout() {
  return {{"misa", "train.pkl, dev.pkl, test.pkl: lists of ((ids, visual, acoustic, words), label, segment)", "MISA"},
          [](const Opened& opened) { return mismatch(opened, kMisa); },
          [](const Opened& opened) {
            return open(opened, kMisa,
                        {.layout = "misa", .alignment = Alignment::words, .normalisation = "z-score per utterance"});
          }};
}

}  // namespace mmim
