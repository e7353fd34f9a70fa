#pragma once
#include <array>
#include <filesystem>
#include <memory>
#include <string>

#include "corpus/source.h"
#include "formats/value.h"

namespace mmim {

/// A layout that is a list per split of ((..., visual, acoustic, ...), label, id).
struct TupleShape {
  size_t items;      ///< of the inner tuple; visual and acoustic are items 1 and 2
  size_t words;      ///< which item is the list of words
  bool has_lengths;  ///< items 4 and 5 are the visual and acoustic lengths
};

/// One split's list and the file it stands in; an empty path: the split is not there.
struct TupleSplit {
  std::filesystem::path path;
  Value list;
};

/// Whether the first utterance of a list looks like `shape`.
bool looks_like(const Value& list, const TupleShape& shape);

/// Reads utterances from the lists. In an aligned set words, visual and acoustic rows are as many.
/// DataError names file, split, utterance and item.
std::unique_ptr<Source> tuple_source(DatasetInfo info, const TupleShape& shape, std::array<TupleSplit, 3> splits);

}  // namespace mmim
