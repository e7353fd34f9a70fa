#pragma once
#include <filesystem>

#include "predict/config.h"
#include "predict/data_card.h"
#include "text/word_pieces.h"

namespace mmim {

/// A trained model with all it needs: config.toml, encoder.json, model.safetensors, vocab.txt, data.json, record.json.
struct TrainedModel {
  RunConfig config;
  std::shared_ptr<Model> model;
  std::shared_ptr<const WordPieces> pieces;
  BertOptions encoder;  ///< geometry of the text encoder
  DataCard data;
  Json record;  ///< record.json: seed, protocol, version, encoder's name and hash, synthetic or not
};

/// The key of record.json whose value is calibration_json() of validation.
inline constexpr const char* kIntervals = "intervals";

/// Writes a model folder (into an existing empty folder; the caller renames).
void save_model(const std::filesystem::path& folder, const TrainedModel& trained);
/// Opens a model folder, or the best/ of a run folder, for prediction. UsageError when it is neither; DataError names
/// the file, or the missing, unexpected or mis-shaped tensor.
TrainedModel load_model(const std::filesystem::path& folder, torch::Device device);

}  // namespace mmim
