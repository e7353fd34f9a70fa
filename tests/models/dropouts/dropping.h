#pragma once
#include <map>

#include "data/padded.h"
#include "models/catalog.h"
#include "support/by_hand.h"

namespace mmim::by_hand {

/// A model in float64 whose options `on` alone are probabilities of dropout above 0, and one batch of its training.
/// "encoder.dropout" and "encoder.attention_dropout" are those of the text encoder.
class Dropping {
 public:
  Dropping(const std::string& name, const std::vector<std::string>& assignments, std::map<std::string, double> on);

  double p(const std::string& option) const;    ///< of an option of the model, below its section
  Json value(const std::string& option) const;  ///< the same for any option
  Draws stream(const std::string& name) const;  ///< of the dropout of this batch
  Losses losses() const;                        ///< of the last stage's first batch
  bool frozen() const { return value("text") == "frozen"; }

  /// Dropout of vectors (B, d) of utterances by hand.
  Tensor drop(const std::string& option, const Tensor& x, const Draws& draws) const;
  Tensor drop(const std::string& option, const Tensor& x, const std::string& name) const {
    return drop(option, x, stream(name));
  }
  /// Two linear layers NAME.0 and NAME.1 with a ReLU and dropout between them.
  Tensor two_layers(const std::string& name, const std::string& option, const Tensor& x, const Draws& draws) const;

  /// The text encoder, whose own dropouts tests/nn compares with masks drawn by hand.
  Ragged text_rows() const;
  Ragged padded_text() const;  ///< ModelInputs::padded.text rows of every text
  Tensor text_vector(Pool pool) const;

  std::string name;
  ModelInputs inputs;
  std::shared_ptr<Model> model;
  Batch batch;
  TrainingSet training;
  std::unique_ptr<PartsOf> parts;

 private:
  Draws text_draws() const { return frozen() ? Draws{} : stream("text"); }
  std::map<std::string, double> on_;
  Json options_;
};

/// What training computes of a batch: the prediction (B), and terms of the losses by name.
struct Expected {
  Tensor prediction;
  std::map<std::string, Tensor> terms{};
};

struct System {
  Expected (*expected)(const Dropping& d);
  std::vector<std::string> assignments{};  ///< options at which every dropout shows in the losses
};
using Systems = std::map<std::string, System>;

Systems fusions_by_hand();
Systems others_by_hand();

}  // namespace mmim::by_hand
