#include "published/weight_report.h"

namespace mmim {

Json WeightReport::to_json() const {
  return {{"model", model},         {"sha256", sha256},
          {"encoder", encoder},     {"tensors", tensors},
          {"matched", matched},     {"missing", missing},
          {"left_over", left_over}, {"idle", idle},
          {"options", shown},       {"options_without_trace", without_trace},
          {"notes", notes}};
}

}  // namespace mmim
