#pragma once
#include <memory>
#include <string>

#include "corpus/layouts/layout.h"

namespace mmim {

/// A layout that is a column per split of ((..., visual, acoustic, ...), label, id).
struct TupleShape {
  int64_t items;     ///< of the inner tuple; visual and acoustic are items 1 and 2
  int64_t words;     ///< which item is the column of words
  bool has_lengths;  ///< items 4 and 5 are the visual and acoustic lengths
};

/// "" when the first utterance of a split looks like `shape`, else what is lacking.
std::string lacking_tuples(const Opened& opened, const TupleShape& shape);

/// Items of the inner tuple of the first utterance that looks like a tuple of three; 0: there is none.
int64_t inner_items(const Opened& opened);

/// Reads utterances from the columns. In an aligned set words, visual and acoustic rows are as many; a stream that no
/// utterance has rows of is absent. DataError names file, split, utterance and item.
std::unique_ptr<Source> tuple_source(DatasetInfo info, const TupleShape& shape, const Opened& opened);

}  // namespace mmim
