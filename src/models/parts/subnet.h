#pragma once
#include "models/parts/text_stream.h"
#include "nn/batch_norm.h"
#include "nn/lstm_encoder.h"
#include "nn/mlp.h"

namespace mmim {

/// The network that TFN and LMF put on a stream's mean: (B, in) - BatchNorm - Dropout - 3 x (Linear, ReLU) -> (B, out).
class Subnet : public torch::nn::Module {
 public:
  Subnet(int64_t in, int64_t out, double dropout);
  /// `training`: normalised by the batch, whose statistics the running ones then follow.
  Tensor forward(const Tensor& x, const Tensor& identities, const Draws& draws, bool training);

 private:
  std::shared_ptr<BatchNorm> norm_;
  std::shared_ptr<Mlp> layers_;
  double dropout_;
};

/// One vector per modality, as TFN and LMF make them before they fuse:
///   text rows (B, T, d_t) -- LSTM, last state -- Dropout - Linear ----------------- (B, text_out)
///   visual, acoustic rows -- mean over the padded time (B, d) -- Subnet ------------ (B, hidden)
/// Streams are padded to the length and on the side of the data set; text behind, with what BERT gives its padding.
class Subnets {
 public:
  struct Options {
    TextStream::Training text;
    PerModality<int64_t> hidden;  ///< text: of the LSTM
    int64_t text_out;
    PerModality<double> dropout;
  };
  /// Registers "text", "language", "visual" and "acoustic" in `owner`.
  Subnets(torch::nn::Module& owner, const ModelInputs& inputs, const Options& options);
  /// `training` moves the running statistics of BatchNorm.
  PerModality<Tensor> encode(const Batch& batch, const Draws& draws, bool training) const;
  PerModality<int64_t> widths() const;
  const TextStream& text() const { return text_; }
  int64_t text_rows() const { return text_.needs_rows(padded_.text); }

 private:
  Options options_;
  PerModality<FixedLength> padded_;
  TextStream text_;
  std::shared_ptr<LstmEncoder> language_;
  std::shared_ptr<Subnet> visual_, acoustic_;
};

/// Vectors (B, d) with a constant 1 before each: (B, 1 + d).
Tensor with_one(const Tensor& vectors);

}  // namespace mmim
