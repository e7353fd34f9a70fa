#pragma once
#include <filesystem>

#include "corpus/dataset.h"
#include "text/word_pieces.h"
#include "train/config.h"

namespace mmim {

/// What predict needs to know of the data a model was trained on (data.json).
struct DataCard {
  std::string name, fingerprint;
  bool synthetic = false;
  Alignment alignment = Alignment::none;
  PerModality<StreamInfo> streams;
  PerModality<int64_t> longest{};  ///< rows of the training split's longest utterance
  double label_low = -3, label_high = 3;
  std::string normalisation = "none";
  static DataCard of(const Dataset& dataset);
  Json to_json() const;
  static DataCard from_json(const Json& json, const std::string& where);
  PerModality<int64_t> widths() const;
  /// What padded input looks like: `limit` word pieces; a stream's published length or, where it was published ragged,
  /// its longest in training; the side on which it was published.
  PerModality<FixedLength> padded(int64_t limit) const;
  /// DataError when a stream's width is not the one that `model` was trained on.
  void check(const PerModality<StreamInfo>& given, const std::string& model, const std::string& where) const;
};

/// A trained model with all it needs: config.toml, encoder.json, model.safetensors, vocab.txt, data.json, record.json.
struct TrainedModel {
  std::unique_ptr<RunConfig> config;
  std::shared_ptr<Model> model;
  std::shared_ptr<const WordPieces> pieces;
  BertOptions encoder;  ///< geometry of the text encoder
  DataCard data;
  Json record;  ///< record.json: seed, protocol, version, encoder's name and hash, synthetic or not
};

/// Writes a model folder (into an existing empty folder; the caller renames).
void save_model(const std::filesystem::path& folder, const TrainedModel& trained);
/// Opens a model folder, or the best/ of a run folder, for prediction. UsageError when it is neither; DataError names
/// the file, or the missing, unexpected or mis-shaped tensor.
TrainedModel load_model(const std::filesystem::path& folder, torch::Device device);

}  // namespace mmim
