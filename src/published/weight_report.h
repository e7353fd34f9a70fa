#pragma once
#include <string>
#include <vector>

#include "core/json.h"

namespace mmim {

/// What became of the tensors. Names are those of the file; of missing ones, those of published code.
struct WeightReport {
  std::string model, sha256;
  std::string encoder;  ///< whose weights the text encoder has: the file's, or those of a folder
  int64_t tensors = 0, matched = 0;
  std::vector<std::string> missing;
  std::vector<std::string> idle;        ///< left over, and read by no prediction of published code
  std::vector<std::string> left_over;   ///< all others without a place here
  Json shown = Json::object();          ///< option -> value, as the tensors tell
  Json without_trace = Json::object();  ///< option -> value: changes predictions, and no tensor tells
  std::vector<std::string> notes;       ///< what else may part predictions here from those there
  Json to_json() const;
};

}  // namespace mmim
