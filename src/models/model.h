#pragma once
#include "core/json.h"
#include "data/batch.h"
#include "kernels/adam.h"
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

/// Adam. decay coupled: added to the gradient before the moments (torch's Adam). before, after the step: the value
/// shrinks by rate * decay (torch's AdamW; Hugging Face's). correct_epsilon: epsilon is added to the square root of the
/// bias-corrected second moment (torch); else to that of the moment as it is (Hugging Face).
struct OptimizerOptions {
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  Decay decay = Decay::coupled;
  bool correct_epsilon = true;
};

/// What a stage's learning rates are multiplied by.
/// plateau: `factor` after more than `patience` epochs whose validation loss is not better (relative threshold 1e-4).
/// linear: up from 0 over the first `warmup` of all updates, then down to 0; the first update has rate 0.
struct ScheduleOptions {
  enum class Kind { none, plateau, linear } kind = Kind::none;
  double factor = 0.5;
  int64_t patience = 20;
  double warmup = 0.1;         ///< share of all updates
  bool whole_batches = false;  ///< linear: all updates are counted without the last, smaller batch of a pass
};

/// Gradient clipping. over stepped: what the stage does not step is frozen, no gradient is computed for it. over all:
/// nothing is frozen and every gradient counts in the norm, as published. when batch: the sum so far is clipped after
/// each of the batches that are accumulated, not once before the update.
struct Clip {
  enum class Kind { none, norm, value } kind = Kind::norm;
  double limit = 5.0;
  enum class Over { stepped, all } over = Over::stepped;
  enum class When { update, batch } when = When::update;
};

/// One pass over the training data with what it steps.
struct Stage {
  std::string name;
  std::vector<ParameterGroup> groups;
  OptimizerOptions optimizer;
  ScheduleOptions schedule;
  Clip clip;
  double share = 1;        ///< of the batches: those i with i / count < share
  int64_t accumulate = 1;  ///< batches whose gradients are summed (not averaged) for one update
  enum class Tail { step, drop } tail = Tail::step;  ///< of a pass, with fewer batches: one more update, or none
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

/// A prediction, and rows (B, d) by name that Model::split_summary() reads over a whole split.
struct Observed {
  Prediction prediction;
  NamedTensors rows;
};

struct Needs {
  std::vector<Modality> modalities{Modality::text};
  bool both_signs = false;  ///< the training labels must hold positive and negative ones
  std::string one_sign{};   ///< an option with which labels of one sign do: "a.b=c"; empty: there is none
  bool aligned = false;     ///< visual and acoustic rows must belong to words or word pieces
  int64_t least_batch = 1;  ///< utterances of a batch below which a term of its loss is left out
  bool padded = false;      ///< zeros before or behind a stream's rows are read like rows
  /// pieces: word-piece ids. features: also the rows of the text encoder as it was before training (streams.text),
  /// computed once; a batch without them costs a forward pass of the encoder.
  enum class Text { pieces, features } text = Text::pieces;
  /// Features of so many rows for every text, BERT's for its padding included; 0: of its pieces.
  int64_t text_rows = 0;
  std::vector<std::string> label_columns{};  ///< further labels that training reads
};

/// Training state beside the weights: tensors and plain values, written to last/.
struct Archive {
  NamedTensors tensors;
  Json values = Json::object();
};

enum class Criterion { mean_absolute_error, mean_squared_error };

/// Labels of the training split, for models that keep something for each utterance.
struct TrainingSet {
  Tensor labels;         ///< (n)
  NamedTensors columns;  ///< (n) each: further labels of the data set, by name
};

/// A model: Batch -> prediction, and what it is trained to minimise: Batch -> Losses.
class Model : public torch::nn::Module {
 public:
  /// Changes no state and draws no dropout: many threads may ask one model.
  virtual Prediction predict(const Batch& batch) const = 0;
  /// What predict computes on the way, by name, for `mmim describe`.
  virtual NamedTensors trace(const Batch& batch) const {
    const Prediction prediction = predict(batch);
    NamedTensors steps{{"sentiment", prediction.sentiment}};
    for (const auto& [name, score] : prediction.scores) steps.emplace_back("score " + name, score);
    return steps;
  }
  /// As predict(), with the rows that split_summary() needs.
  virtual Observed observe(const Batch& batch) const { return {predict(batch), {}}; }
  /// Numbers of a whole split by name, such as "I_BA/text-visual" in nats, from the rows of all utterances in order
  /// and their labels (n). NaN where undefined.
  virtual std::vector<std::pair<std::string, double>> split_summary(const NamedTensors& rows,
                                                                    const Tensor& labels) const {
    return {};
  }
  virtual Losses losses(const Batch& batch, const Step& step) = 0;  ///< with dropout drawn from step.random
  virtual std::vector<Stage> stages() const = 0;                    ///< MMIM: {likelihood, main}; most others: {main}
  virtual Needs needs() const = 0;                  ///< checked against the data set before anything runs
  virtual Bert* text_encoder() { return nullptr; }  ///< where pre-trained weights go
  /// What of the predictions of the validation split selects an epoch and lowers learning rates.
  virtual Criterion criterion() const { return Criterion::mean_absolute_error; }
  virtual std::vector<std::string> without_gradient() const { return {}; }  ///< parameters that by design get none
  virtual void prepare(const TrainingSet&) {}                               ///< before the first pass of a run
  virtual void begin(const Pass&) {}                                        ///< forget what must not outlive a pass
  virtual void after_backward(const Batch&, const Step&) {}
  virtual void save_state(Archive&) const {}  ///< training state: last/, never best/
  virtual void load_state(const Archive&) {}  ///< after begin(), when a run resumes inside a pass
};

}  // namespace mmim
