#include "corpus/layouts/layout.h"
#include "corpus/layouts/tuples.h"

namespace mmim {

namespace {

constexpr TupleShape kMmim{.items = 6, .words = 3, .has_lengths = true};
constexpr TupleShape kMisa{.items = 4, .words = 3, .has_lengths = false};

}  // namespace

LayoutReader mmim_layout() {
  return {
      {"mmim", "train.pkl, dev.pkl, test.pkl: lists of ((words, visual, acoustic, words, lengths), label, id)", "MMIM"},
      [](const Opened& opened) { return lacking_tuples(opened, kMmim); },
      [](const Opened& opened) { return tuple_source({.layout = "mmim"}, kMmim, opened); }};
}

LayoutReader misa_layout() {
  return {{"misa", "train.pkl, dev.pkl, test.pkl: lists of ((ids, visual, acoustic, words), label, segment)", "MISA"},
          [](const Opened& opened) { return lacking_tuples(opened, kMisa); },
          [](const Opened& opened) {
            return tuple_source(
                {.layout = "misa", .alignment = Alignment::words, .normalisation = "z-score per utterance"}, kMisa,
                opened);
          }};
}

}  // namespace mmim
