#pragma once
#include <array>
#include <vector>

#include "corpus/source.h"

namespace mmim {

/// What one reading of a whole source tells: everything an import needs to know before it writes rows, and what
/// inspecting reports.
struct Survey {
  struct Utterance {
    UtteranceFacts facts;
    float label = 0;
    int64_t words = 0;
  };
  DatasetInfo info;  ///< the source's, with the padding side of every stream as it was found
  std::array<std::vector<Utterance>, 3> splits{};
  std::array<int64_t, 3> videos{};  ///< distinct videos per split

  const std::vector<Utterance>& split(SplitName name) const { return splits[static_cast<size_t>(name)]; }
  /// Per split and stream: rows under each length rule, utterances in which the rules differ, empty streams, interior
  /// zero rows, non-finite values.
  Json to_json() const;
};

/// Reads every utterance once. DataError names utterance and stream when rows do not fit their width, when a stated
/// length is not one, when a label is not finite or out of range, or when the streams of an aligned set differ in rows.
Survey survey(const Source& source);

}  // namespace mmim
