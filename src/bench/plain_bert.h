#pragma once
#include "nn/bert.h"

namespace mmim {

/// BERT as the published program runs it, in plain LibTorch modules: every text padded to one length, an additive mask,
/// every row through every layer. Parameters carry the names of Bert's.
class PlainBert : public torch::nn::Module {
 public:
  explicit PlainBert(const BertOptions& options);
  ~PlainBert() override;
  /// ids, mask (B, T) int64 -> the last layer's [CLS] rows (B, width); dropout in training.
  Tensor cls(const Tensor& ids, const Tensor& mask);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Tokens padded with zeros to `length` columns, and 1 where there are any: both (B, length) int64.
struct PaddedText {
  Tensor ids, mask;
};
PaddedText pad_text(const Ragged& tokens, int64_t length);

}  // namespace mmim
