#pragma once
#include <array>
#include <functional>
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
  bool clamps = false;                        ///< whether a label beyond a known range becomes the nearer end
  /// From words LOW,HIGH and NAME=LOW,HIGH; UsageError for others.
  static StatedRanges of(const std::vector<std::string>& words, bool clamps = false);
};

/// The labels of a source, over all splits in order.
struct SeenLabels {
  std::vector<float> own{};
  std::vector<std::vector<float>> columns{};   ///< as DatasetInfo::columns
  std::function<std::string(size_t)> place{};  ///< "split train, utterance 3 (id)", of the labels at one position
};

/// The labels that lie beyond a range by more than rounding.
struct LabelsBeyond {
  int64_t count = 0;
  size_t first = 0, farthest = 0;  ///< positions
};
LabelsBeyond labels_beyond(const std::vector<float>& labels, LabelRange range);

/// `label`, or the nearer end of the range that it lies beyond by more than rounding: 3.0000002 stays as published.
float nearest_in(LabelRange range, float label);

/// Gives the own labels and each column of `info` their range: the stated one; -1 to 1 for CH-SIMS, known by its
/// columns T, A or V with all labels from -1 to 1; 0 to 3 for MOSEI's emotions; the own range for what fits into it;
/// else what was seen. Where labels clamp, an emotion has 0 to 3 and T, A or V the own range whatever was seen. Notes
/// say what was found, which label decided it, and where a range is to be stated. UsageError for a column that is not
/// there.
void settle_ranges(const SeenLabels& seen, const StatedRanges& stated, DatasetInfo& info);

}  // namespace mmim
