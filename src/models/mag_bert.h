#pragma once
#include "models/parts/text_stream.h"
#include "models/task_model.h"
#include "nn/adaptation_gate.h"

namespace mmim {

/// Options of MAG-BERT; defaults are those of the published code.
struct MagBertOptions final : OptionsOf<MagBertOptions> {
  TextStream::Training text = TextStream::Training::fine_tuned;
  AdaptationGateOptions gate;
  double head_dropout = 0.1;
  RegressionOptions loss{.error = RegressionOptions::Error::squared};
  enum class Optimiser { adamw, adam } optimizer = Optimiser::adamw;
  double learning_rate = 1e-5, weight_decay = 0.01;
  ScheduleOptions schedule{.kind = ScheduleOptions::Kind::linear, .whole_batches = true};
  Clip clip{.kind = Clip::Kind::none};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// MAG-BERT (Rahman et al., ACL 2020): BERT whose embedded rows are displaced by the other modalities.
///   tokens (N) -- embeddings -- z (N, d) --+
///   visual rows of the pieces (N, d_v) ----+- gate - (N, d) -- BERT's layers -- [CLS] -- tanh(Linear)
///   acoustic rows of the pieces (N, d_a) --+                                -- Dropout - Linear -> (B)
/// Pieces of a word share its rows; [CLS], [SEP] and words without one have zeros. The gate stands before the first
/// layer, and its rows go on in place of the embeddings. Frozen, BERT stays as it was but for its pooler and passes
/// gradients on to the gate.
class MagBert final : public TaskModel {
 public:
  MagBert(const MagBertOptions& options, const ModelInputs& inputs);
  std::vector<Stage> stages() const override;
  Needs needs() const override;
  Bert* text_encoder() override { return bert_.get(); }
  std::vector<std::string> without_gradient() const override;  ///< frozen: BERT's but its pooler

  Ragged embed(const Batch& batch, const Draws& draws) const;  ///< z (N, d)
  Adapted adapt(const Ragged& embedded, const Batch& batch, const Draws& draws) const;
  Tensor pool(const Ragged& adapted, const Draws& draws) const;                     ///< (N, d) -> (B, d)
  Tensor read(const Tensor& pooled, const Batch& batch, const Draws& draws) const;  ///< (B, d) -> (B)

 private:
  Draws of_text(const Draws& draws) const;  ///< none in a frozen BERT
  NamedTensors steps(const Batch& batch, const Draws& draws) const override;
  MagBertOptions options_;
  Pool pool_;
  std::shared_ptr<Bert> bert_;
  std::shared_ptr<AdaptationGate> gate_;
  std::shared_ptr<Linear> head_;
};

}  // namespace mmim
