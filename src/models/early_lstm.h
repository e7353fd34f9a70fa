#pragma once
#include "models/parts/text_stream.h"
#include "models/task_model.h"
#include "nn/lstm_encoder.h"

namespace mmim {

struct EarlyLstmOptions final : OptionsOf<EarlyLstmOptions> {
  TextStream::Training text = TextStream::Training::frozen;
  int64_t hidden = 128, layers = 1;
  bool bidirectional = false;
  double dropout = 0.1;
  RegressionOptions loss;
  double learning_rate = 1e-3, learning_rate_text = 5e-5, weight_decay = 0;
  Clip clip{.kind = Clip::Kind::norm, .limit = 1};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// Early fusion: one LSTM over the word pieces, each with the rows that belong to it. No published system: a reference.
///   text rows (N, d_t) ---------------------------------------------+
///   visual rows -- each piece's, zeros where it has none (N, d_v) --+-- (N, d_t + d_v + d_a) -- LSTM, last state
///   acoustic rows -- the same (N, d_a) -----------------------------+   (B, h) -- Dropout - Linear -> (B)
class EarlyLstm final : public TaskModel {
 public:
  EarlyLstm(const EarlyLstmOptions& options, const ModelInputs& inputs);
  std::vector<Stage> stages() const override;
  Needs needs() const override;
  Bert* text_encoder() override { return text_.bert(); }
  std::vector<std::string> without_gradient() const override { return text_.without_gradient(); }

 private:
  NamedTensors steps(const Batch& batch, const Draws& draws) const override;
  EarlyLstmOptions options_;
  TextStream text_;
  std::shared_ptr<LstmEncoder> encoder_;
  std::shared_ptr<Linear> head_;
};

}  // namespace mmim
