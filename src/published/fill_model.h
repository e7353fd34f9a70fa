#pragma once
#include "models/model.h"
#include "published/system_weights.h"
#include "published/weight_report.h"

namespace mmim {

struct FillOptions {
  bool text_encoder = true;  ///< the text encoder too; else it stays as it is
  bool partial = false;      ///< parameters that the file lacks stay as they are
};

/// Copies published weights into a model's parameters and buffers; the report gets what matched, is missing, is idle
/// and is left over. DataError for a tensor that is missing (unless partial), mis-shaped (naming what decides its
/// shape) or not finite.
void fill_model(Model& model, const SystemWeights& weights, const FillOptions& options, WeightReport& report);

}  // namespace mmim
