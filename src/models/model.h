#pragma once
#include "core/json.h"
#include "data/batch.h"
#include "losses/losses.h"
#include "tensor/random.h"

namespace mmim {

class Bert;

struct NamedParameter {
  std::string name;  ///< as registered in the model
  Tensor value;
};

/// Parameters stepped with the same rate and decay.
struct ParameterGroup {
  std::string name;
  std::vector<NamedParameter> parameters;
  double learning_rate = 1e-3;
  double weight_decay = 0;
};

/// Adam with coupled decay: the decay is added to the gradient before the moments.
struct OptimizerOptions {
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
};

/// Reduce-on-plateau of the validation loss (relative threshold 1e-4): factor applied after more than `patience` bad
/// epochs.
struct ScheduleOptions {
  enum class Kind { none, plateau } kind = Kind::none;
  double factor = 0.5;
  int64_t patience = 20;
};

/// Gradient clipping. over stepped: what the stage does not step is frozen, no gradient is computed for it. over all:
/// nothing is frozen and every gradient counts in the norm, as published.
struct Clip {
  enum class Kind { none, norm, value } kind = Kind::norm;
  double limit = 5.0;
  enum class Over { stepped, all } over = Over::stepped;
};

/// One pass over the training data with what it steps.
struct Stage {
  std::string name;
  std::vector<ParameterGroup> groups;
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  Clip clip;
  double share = 1;  ///< of the batches: those i with i / count < share
};

struct Pass {
  int64_t epoch = 0;  ///< from 0
  int64_t stage = 0;  ///< index into Model::stages()
};

struct Step {
  Pass pass;
  int64_t batch = 0;  ///< index within the pass
  Random random;      ///< of this batch
};

struct Prediction {
  Tensor sentiment;     ///< (B)
  NamedTensors scores;  ///< (B) each: what else a model says of an utterance, e.g. contrastive scores
};

struct Needs {
  std::vector<Modality> modalities{Modality::text};
  bool both_signs = false;  ///< the training labels must hold positive and negative ones
};

/// Training state beside the weights: tensors and plain values, written to last/.
struct Archive {
  NamedTensors tensors;
  Json values = Json::object();
};

/// Rows and labels of the training split, for models that keep something per utterance.
struct TrainingSet {
  Tensor labels;  ///< (n)
};

/// A model: Batch -> prediction, and what it is trained to minimise: Batch -> Losses.
class Model : public torch::nn::Module {
 public:
  virtual Prediction predict(const Batch& batch) = 0;  ///< changes no state; no dropout
  /// What predict computes on the way, by name, for `mmim describe`.
  virtual NamedTensors trace(const Batch& batch) {
    const Prediction prediction = predict(batch);
    NamedTensors steps{{"sentiment", prediction.sentiment}};
    for (const auto& [name, score] : prediction.scores) steps.emplace_back("score " + name, score);
    return steps;
  }
  virtual Losses losses(const Batch& batch, const Step& step) = 0;  ///< with dropout drawn from step.random
  virtual std::vector<Stage> stages() = 0;                          ///< MMIM: {likelihood, main}; most others: {main}
  virtual Needs needs() const = 0;                  ///< checked against the data set before anything runs
  virtual Bert* text_encoder() { return nullptr; }  ///< where pre-trained weights go
  virtual std::vector<std::string> without_gradient() const { return {}; }  ///< parameters that by design get none
  virtual void prepare(const TrainingSet&) {}                               ///< before the first pass of a run
  virtual void begin(const Pass&) {}                                        ///< forget what must not outlive a pass
  virtual void after_backward(const Batch&, const Step&) {}
  virtual void save_state(Archive&) const {}  ///< training state: last/, never best/
  virtual void load_state(const Archive&) {}  ///< after begin(), when a run resumes inside a pass
};

}  // namespace mmim
