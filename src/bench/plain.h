#pragma once
#include "bench/plain_bert.h"
#include "data/batch.h"
#include "models/mmim.h"

namespace mmim {

/// A stream as the published program holds it: padded to its longest utterance.
struct PaddedStream {
  Tensor values, lengths;  ///< (B, T, d); (B) int64
};
PaddedStream pad_stream(const Ragged& stream);

/// A batch as the published program holds it.
struct PaddedBatch {
  PaddedText text;
  PaddedStream visual, acoustic;
  Tensor labels;
};
PaddedBatch pad_batch(const Batch& batch, int64_t pieces = 50);

/// The published LSTM encoder: pack_padded_sequence, nn::LSTM, the final hidden state.
class PlainLstm : public torch::nn::Module {
 public:
  PlainLstm(int64_t in, int64_t hidden, bool bidirectional = false);
  ~PlainLstm() override;
  Tensor forward(const PaddedStream& stream);  ///< (B, hidden), or (B, 2 hidden)

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// The published program's training on plain LibTorch: padded BERT, packed nn::LSTM, a full backward pass in both
/// stages, clip_grad_norm_ over all parameters, torch::optim::Adam. The small heads are those of ours.
class PlainMmim : public torch::nn::Module {
 public:
  PlainMmim(const MmimOptions& options, const ModelInputs& inputs);
  ~PlainMmim() override;
  void update_likelihood(const PaddedBatch& batch);  ///< pass A of Algorithm 1: steps q alone
  void update_main(const PaddedBatch& batch);        ///< pass B: steps everything but q
  Tensor predict(const PaddedBatch& batch);          ///< (B), without gradients
  PlainBert& text();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// torch::optim::Adam and clip_grad_norm_ over `parameters`, as the published program calls them.
class PlainAdam {
 public:
  PlainAdam(const std::vector<Tensor>& parameters, double learning_rate, double weight_decay, double clip);
  ~PlainAdam();
  void step();  ///< clips the gradients the parameters hold, then steps

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// While it lives, the process is as a plain program's: fp32 matrix products on LibTorch's default route, memory given
/// back to the system as the C library does by itself; what prepare_machine() chose comes back after it.
class PlainSettings {
 public:
  PlainSettings();
  PlainSettings(const PlainSettings&) = delete;
  PlainSettings& operator=(const PlainSettings&) = delete;
  ~PlainSettings();

 private:
  int route_;
};

}  // namespace mmim
