#pragma once
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/scale.h"
#include "corpus/dataset.h"

namespace mmim {

/// The emotions of MOSEI, in the order of its label columns, where they stand behind the sentiment; each from 0 to 3.
inline constexpr std::array kEmotions{"happy", "sad", "anger", "surprise", "disgust", "fear"};

/// The ranges of labels that a person states at import.
struct StatedRanges {
  std::optional<LabelRange> own;              ///< of the data set's own labels
  std::map<std::string, LabelRange> columns;  ///< of further columns
  /// From words LOW,HIGH and NAME=LOW,HIGH; UsageError for others.
  static StatedRanges of(const std::vector<std::string>& words);
};

/// The least and the greatest label of a column.
struct LabelSpan {
  float low = std::numeric_limits<float>::infinity(), high = -low;
  void add(float label);
  bool within(LabelRange range) const;  ///< but for rounding
};

/// What the labels of a source were seen to be, over all splits.
struct SeenLabels {
  int64_t utterances = 0;
  LabelSpan own{};
  std::vector<LabelSpan> columns;  ///< as DatasetInfo::columns
};

/// Gives the own labels and each column of `info` their range: the stated one; -1 to 1 for CH-SIMS, known by its
/// columns T, A or V with all labels from -1 to 1; 0 to 3 for MOSEI's emotions; the own range for what fits into it;
/// else what was seen. Notes say what was found, and where a range is to be stated. DataError for labels outside of a
/// stated range of a column, UsageError for a column that is not there.
void settle_ranges(const SeenLabels& seen, const StatedRanges& stated, DatasetInfo& info);

}  // namespace mmim
