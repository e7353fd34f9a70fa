#include "corpus/layouts/layout.h"
#include "corpus/layouts/tuples.h"

namespace mmim {

namespace {

constexpr TupleShape kMagBert{.items = 3, .words = 0, .has_lengths = false};

}  // namespace

LayoutReader mag_bert_layout() {
  return {{"mag-bert", "mosi.pkl or mosei.pkl: train, dev, test of ((words, visual, acoustic), label, segment)",
           "MAG-BERT"},
          [](const Opened& opened) { return lacking_tuples(opened, kMagBert); },
          [](const Opened& opened) {
            return tuple_source({.layout = "mag-bert", .alignment = Alignment::words}, kMagBert, opened);
          }};
}

}  // namespace mmim
