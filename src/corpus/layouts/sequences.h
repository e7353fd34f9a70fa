#pragma once
#include <memory>
#include <string>
#include <vector>

#include "corpus/layouts/layout.h"
#include "corpus/layouts/sequence.h"

namespace mmim {

/// What each .csd file of a folder is for, by the names of file and root group as the SDK and as people give them.
struct Sequences {
  std::unique_ptr<Sequence> labels, words;
  PerModality<std::unique_ptr<Sequence>> features{};
  PerModality<int64_t> widths{};
  std::vector<std::string> ignored{};  ///< names of files that are not used
  std::vector<std::string> notes{};    ///< a sentence on each of them, with the way to use it
};

/// Of several sequences of one kind it takes sentiment before emotions, FACET before OpenFace, COVAREP before
/// openSMILE, the last in name order of what is left. DataError when there are no labels or no words.
Sequences sort_out(const Opened& opened);

}  // namespace mmim
