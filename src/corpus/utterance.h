#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/names.h"

namespace mmim {

/// Rows of one stream of an utterance, whatever padding its file has.
struct StreamRows {
  std::vector<float> values;  ///< rows * width, row by row
  int64_t rows = 0;
  int64_t stored_length = -1;  ///< the length its file states, or -1
};

/// One utterance that is in no data set yet: out of a published file, a clip or a request. An absent stream has no
/// rows.
struct Utterance {
  std::string id{}, text{};
  std::optional<float> label{};  ///< what is trained on; a request has none
  PerModality<StreamRows> streams{};
  int64_t joint_length = -1;  ///< rows that belong to the units of an aligned set (from its text mask), or -1
};

}  // namespace mmim
