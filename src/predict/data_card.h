#pragma once
#include "corpus/dataset.h"
#include "data/padded.h"

namespace mmim {

/// What predict needs to know of the data a model was trained on (data.json).
struct DataCard {
  std::string name, fingerprint;
  bool synthetic = false;
  Alignment alignment = Alignment::none;
  PerModality<StreamInfo> streams;
  PerModality<int64_t> longest{};  ///< rows of the training split's longest utterance
  LabelRange labels{};
  std::string normalisation = "none";
  std::string lengths = "trimmed", non_finite = "zero";  ///< the rules of the import
  FeatureSet features{};                                 ///< how the rows were made
  static DataCard of(const Dataset& dataset);
  Json to_json() const;
  static DataCard from_json(const Json& json, const std::string& where);
  PerModality<int64_t> widths() const;
  /// What padded input looks like: `limit` word pieces; a stream's published length or, where it was published ragged,
  /// its longest in training; the side on which it was published.
  PerModality<FixedLength> padded(int64_t limit) const;
  /// DataError when the rows of another data set are of other widths than those that `model` was trained on.
  void check_widths(const DatasetInfo& given, const std::string& model) const;
  /// DataError when rows were made otherwise than those that `model` was trained on; `made` belongs to `where`.
  void check_features(const FeatureSet& made, const std::string& model, const std::string& where) const;
};

}  // namespace mmim
