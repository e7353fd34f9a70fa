#pragma once
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "metrics/conformal.h"
#include "predict/model_folder.h"
#include "predict/request.h"

namespace mmim {

/// A trained model that answers requests. Its state does not change: many threads may share one.
class Predictor {
 public:
  /// Loads a model folder, or the best/ of a run folder. UsageError and DataError as load_model().
  Predictor(const std::filesystem::path& folder, torch::Device device);

  const TrainedModel& trained() const { return trained_; }
  const DataCard& card() const { return trained_.data; }
  /// What must be said beside every score, or empty: the data were generated, test selected the epoch.
  const std::string& mark() const { return mark_; }
  /// Whether the model can read a stream at all.
  bool reads(Modality modality) const;

  /// A request as the model wants it: read_request() with the card and the word pieces of this model.
  Request read(const Json& json, const std::string& where) const;

  /// Sentiments and scores of the utterances as one batch, on the CPU in float64, without gradients. Their rows have
  /// the widths of card(). Error when there are none.
  Prediction predict(std::span<const Utterance> utterances) const;

  /// One answer for each request: {"id", "score", "interval": [low, high], "scores": {...}} and, before the scores,
  /// classes_of() the scale of the labels that were learned; id where it has one. The interval holds the truth of 90 %
  /// of new utterances, were they as those of validation; models of older programs have none.
  std::vector<Json> answer(std::span<const Request> requests) const;

 private:
  TrainedModel trained_;
  torch::Device device_;
  std::string mark_;
  std::optional<Conformal> intervals_;
};

}  // namespace mmim
