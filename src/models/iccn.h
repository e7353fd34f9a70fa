#pragma once
#include "losses/regression.h"
#include "models/parts/text_stream.h"
#include "nn/convolution.h"
#include "nn/image_network.h"
#include "nn/lstm_encoder.h"
#include "nn/mlp.h"

namespace mmim {

/// Options of ICCN. Its code was not published: the defaults are a reading of the paper's description.
struct IccnOptions final : OptionsOf<IccnOptions> {
  enum class Training { joint, alternate };
  TextStream::Training text = TextStream::Training::frozen;
  int64_t text_out = 64;  ///< 0: the [CLS] row as it is
  int64_t conv_channels = 32, conv_kernel = 3, lstm_hidden = 32;
  ImageOptions image;
  int64_t head_hidden = 128;
  double dropout = 0.1;
  Training training = Training::joint;
  double correlation = 0.01;  ///< weight of the correlation
  double ridge = 1e-3;
  int64_t top = 0;
  RegressionOptions loss;
  double learning_rate = 1e-3, learning_rate_text = 5e-5, weight_decay = 0;
  Clip clip{.kind = Clip::Kind::none};
  void list(Options& o) override;
  std::shared_ptr<Model> build(const ModelInputs& inputs) const override;
};

/// Interaction Canonical Correlation Network (Sun, Sarma, Sethares, Liang, AAAI 2020).
///   text: BERT's [CLS] -- Linear --------------------------- h_t (B, d_t)
///   acoustic rows -- convolution, ReLU - LSTM, last state -- h_a (B, d_a)
///   visual rows ---- the same ------------------------------ h_v (B, d_v)
///   h_t h_a' (B, d_t, d_a) -- convolutions of an image ----- K_ta (B, k)
///   h_t h_v' (B, d_t, d_v) -- the same --------------------- K_tv (B, k)
///   [K_ta; h_t; K_tv] (B, d_t + 2k) -- Linear, ReLU, Dropout - Linear -> (B)
/// Minimised: error - weight x canonical correlation of K_ta and K_tv; the latter means nothing in a batch of k
/// utterances or fewer, where it is left out.
class Iccn final : public Model {
 public:
  Iccn(const IccnOptions& options, const ModelInputs& inputs);
  Prediction predict(const Batch& batch) const override;
  NamedTensors trace(const Batch& batch) const override;
  Losses losses(const Batch& batch, const Step& step) override;
  std::vector<Stage> stages() const override;  ///< {main}; alternating: {correlation, task}
  Needs needs() const override;
  Bert* text_encoder() override { return text_.bert(); }
  std::vector<std::string> without_gradient() const override { return text_.without_gradient(); }

  struct Encoded {
    PerModality<Tensor> h;          ///< (B, d_t), (B, d_v), (B, d_a)
    PerModality<Tensor> with_text;  ///< visual: K_tv, acoustic: K_ta, (B, k); text: undefined
  };
  Encoded encode(const Batch& batch, const Draws& draws) const;
  Tensor read(const Encoded& encoded, const Batch& batch, const Draws& draws) const;  ///< (B)

 private:
  IccnOptions options_;
  TextStream text_;
  std::shared_ptr<Linear> language_;  ///< none: identity
  PerModality<std::shared_ptr<Convolution>> convolution_;
  PerModality<std::shared_ptr<LstmEncoder>> encoder_;
  PerModality<std::shared_ptr<ImageNetwork>> image_;
  std::shared_ptr<Mlp> head_;
};

}  // namespace mmim
