#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/names.h"

namespace mmim {

/// Stands for a stated length that is no number of at least 0.
inline constexpr int64_t kUnreadableLength = -2;

/// Rows of one stream of an utterance, whatever padding its file has.
struct StreamRows {
  std::vector<float> values;  ///< rows * width, row by row
  int64_t rows = 0;
  int64_t stored_length = -1;   ///< the length its file states, -1: none, or kUnreadableLength
  bool padded = true;           ///< whether rows may be padding where other utterances of the stream have padding
  std::vector<double> times{};  ///< of each row, in seconds from the begin of the clip, rising; empty: not known
};

/// The rows that the text mask of an utterance gives: one run of ones. length -1: no mask; kUnreadableLength: no run.
struct TextMask {
  int64_t begin = 0, length = -1;
};

/// One utterance that is in no data set yet: out of a published file, a clip or a request. An absent stream has no
/// rows.
struct Utterance {
  std::string id{}, text{};
  std::string context{};         ///< of a request: what was said before it
  std::optional<float> label{};  ///< what is trained on; a request has none
  std::vector<float> columns{};  ///< further labels, one for each of DatasetInfo::columns
  PerModality<StreamRows> streams{};
  TextMask mask{};  ///< of a set that claims to be aligned; the survey checks the claim
};

}  // namespace mmim
