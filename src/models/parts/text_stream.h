#pragma once
#include "models/catalog.h"

namespace mmim {

/// The text stream of a model: rows of a BERT, which is stepped with the model (fine-tuned) or stays as it was
/// pre-trained and runs without dropout (frozen; its rows may come with the batch).
class TextStream {
 public:
  enum class Training { fine_tuned, frozen };
  static void list(Options& o, const std::string& name, Training& training, const std::string& published);

  /// Registers the BERT as "text" in `owner`. `own`: the vector of a text that the model reads where inputs.pool says
  /// nothing; without it the model reads rows, and ConfigError refuses inputs.pool and a context.
  TextStream(torch::nn::Module& owner, const ModelInputs& inputs, Training training, std::optional<Pool> own = {});
  Ragged rows(const Batch& batch, const Draws& draws) const;  ///< of all pieces, (N, width)
  /// `fixed.length` rows of every text, for what is defined on padded input: behind the pieces those that BERT gives
  /// its padding, as published features have them; in front of them zeros.
  Ragged padded_rows(const Batch& batch, const FixedLength& fixed, const Draws& draws) const;
  /// Of each text, (B, width); a mean is that of the text's own rows, without its context. Error without a pool.
  Tensor vector(const Batch& batch, const Draws& draws) const;
  int64_t width() const { return bert_->options().width; }
  Bert* bert() const { return bert_.get(); }
  bool frozen() const { return training_ == Training::frozen; }
  Needs::Text needs() const { return frozen() ? Needs::Text::features : Needs::Text::pieces; }
  /// Needs::text_rows of a model that reads padded_rows().
  int64_t needs_rows(const FixedLength& fixed) const { return frozen() && fixed.side == Side::back ? fixed.length : 0; }
  /// All of the BERT when frozen, else its pooler where nothing reads it.
  std::vector<std::string> without_gradient() const;

 private:
  Tensor tuned_vector(const Batch& batch, const Draws& draws) const;
  std::shared_ptr<Bert> bert_;
  Training training_;
  std::optional<Pool> pool_;
};

}  // namespace mmim
