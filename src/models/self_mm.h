#pragma once
#include "models/parts/pseudo_labels.h"
#include "models/parts/task_head.h"
#include "models/parts/text_stream.h"
#include "nn/lstm_encoder.h"

namespace mmim {

/// Options of Self-MM; defaults are those of the published code for MOSI.
struct SelfMmOptions final : OptionsOf<SelfMmOptions> {
  TextStream::Training text = TextStream::Training::fine_tuned;
  LstmOptions visual{.hidden = 64, .out = 32}, acoustic{.hidden = 32, .out = 16};
  PerTask<int64_t> width{128, 64, 32, 16};  ///< of the features
  PerTask<double> dropout{0.1, 0, 0.1, 0.1};
  PseudoLabelOptions labels;
  /// Of the text encoder, the two streams' encoders, and the heads.
  struct Rates {
    double text = 0, visual = 0, acoustic = 0, heads = 0;
  };
  Rates learning_rate{5e-5, 1e-4, 1e-3, 1e-3}, weight_decay{1e-3, 1e-3, 1e-2, 1e-3};
  int64_t accumulate = 4;
  Stage::Tail tail = Stage::Tail::drop;
  Clip clip{.kind = Clip::Kind::none};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// Self-MM (Yu et al., AAAI 2021): each modality predicts a label of its own, which is made while training.
///   tokens -- BERT [CLS] ---------------- t (B, 768) -- head of text
///   visual rows -- LSTM, last state - Linear - v (B, 32) -- head of visual
///   acoustic rows -- the same -------------- a (B, 16) - head of acoustic
///                                         [t; a; v] --- head of fusion -> (B)
/// Each head gives one feature (B, d) and one value (B).
/// L = mean |y^ - y| + sum over modalities s of mean tanh |y_s - y| |y^_s - y_s|, y_s from PseudoLabels, which
/// sees the features of every batch after its gradients. Labels that people gave have no weight tanh |y_s - y|.
class SelfMm final : public Model {
 public:
  SelfMm(const SelfMmOptions& options, const ModelInputs& inputs);
  Prediction predict(const Batch& batch) const override;
  NamedTensors trace(const Batch& batch) const override;
  Losses losses(const Batch& batch, const Step& step) override;
  std::vector<Stage> stages() const override;
  Needs needs() const override;
  Bert* text_encoder() override { return text_.bert(); }
  std::vector<std::string> without_gradient() const override { return text_.without_gradient(); }
  void prepare(const TrainingSet& set) override;
  void after_backward(const Batch& batch, const Step& step) override;
  void save_state(Archive& archive) const override { labels_.save(archive); }
  void load_state(const Archive& archive) override { labels_.load(archive); }

  PerTask<TaskHead::Out> run(const Batch& batch, const Draws& draws) const;
  const PseudoLabels& labels() const { return labels_; }

 private:
  bool given() const { return options_.labels.from == PseudoLabelOptions::From::columns; }
  SelfMmOptions options_;
  TextStream text_;
  std::shared_ptr<LstmEncoder> visual_, acoustic_;
  PerTask<std::shared_ptr<TaskHead>> heads_;
  PseudoLabels labels_;
  PerTask<Tensor> features_;  ///< of the batch between losses() and after_backward()
};

}  // namespace mmim
