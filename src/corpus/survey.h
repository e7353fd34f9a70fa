#pragma once
#include <array>
#include <string>
#include <vector>

#include "corpus/label_ranges.h"
#include "corpus/source.h"

namespace mmim {

/// How many utterances are odd in one way, and "split train, utterance 3 (id)" of the first.
struct Oddity {
  int64_t count = 0;
  std::string first;
};

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
  std::array<int64_t, 3> videos{};        ///< distinct videos per split
  Oddity labels_outside;                  ///< labels beyond info.labels; `first` ends with the label
  std::vector<Oddity> columns_outside{};  ///< further labels beyond the range of each of info.columns
  PerModality<Oddity> odd_lengths;        ///< stated lengths beyond the rows, or that are no numbers of at least 0

  const std::vector<Utterance>& split(SplitName name) const { return splits[static_cast<size_t>(name)]; }
  int64_t utterances() const;  ///< of all splits
  /// Per split and stream: rows under each length rule, utterances in which the rules differ, empty streams, interior
  /// zero rows, non-finite values.
  Json to_json() const;
};

/// Reads every utterance once and adds notes on what the source does not count. DataError names utterance and stream
/// when rows do not fit their width, when a label is not finite, or when the streams of an aligned set differ in rows;
/// DataError when there is no utterance at all. Ranges of labels are settled by settle_ranges, `stated` ones first.
Survey survey(const Source& source, const StatedRanges& stated = {});

}  // namespace mmim
