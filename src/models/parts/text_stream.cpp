#include "models/parts/text_stream.h"

#include "core/error.h"

namespace mmim {

void TextStream::list(Options& o, const std::string& name, Training& training, const std::string& published) {
  o.choice(name, training, {{"fine-tuned", Training::fine_tuned}, {"frozen", Training::frozen}},
           {"the text encoder: stepped with the model, or as it was pre-trained", {}, published});
}

TextStream::TextStream(torch::nn::Module& owner, const ModelInputs& inputs, Training training, std::optional<Pool> own)
    : bert_{owner.register_module("text", std::make_shared<Bert>(inputs.text, inputs.compute))},
      training_(training),
      pool_(own && inputs.pool ? inputs.pool : own) {
  if (inputs.pool && !own)
    throw ConfigError("option `text.pool` chooses nothing here: the rows of all pieces are read, not one vector");
}

Ragged TextStream::rows(const Batch& batch, const Draws& draws) const {
  if (!frozen()) return bert_->encode(bert_->embed(batch.tokens, draws), 0, Rows::all, draws);
  if (batch.streams.text.layout) return batch.streams.text;
  const torch::NoGradGuard no_gradient;
  return bert_->encode(bert_->embed(batch.tokens), 0, Rows::all);
}

Ragged TextStream::padded_rows(const Batch& batch, const FixedLength& fixed, const Draws& draws) const {
  if (fixed.side == Side::front || (frozen() && batch.streams.text.layout)) return padded(rows(batch, draws), fixed);
  if (!frozen()) return bert_->encode_padded(batch.tokens, fixed.length, draws);
  const torch::NoGradGuard no_gradient;
  return bert_->encode_padded(batch.tokens, fixed.length);
}

Tensor TextStream::vector(const Batch& batch, const Draws& draws) const {
  if (!pool_) throw Error("a model that reads the rows of a text has no vector of it");
  if (!frozen()) return bert_->encode_pooled(bert_->embed(batch.tokens, draws), 0, *pool_, draws);
  const torch::NoGradGuard no_gradient;
  if (batch.streams.text.layout) return bert_->pooled(batch.streams.text, *pool_);
  return bert_->encode_pooled(bert_->embed(batch.tokens), 0, *pool_);
}

std::vector<std::string> TextStream::without_gradient() const {
  std::vector<std::string> names;
  for (const auto& parameter : bert_->named_parameters())
    if (frozen() || (pool_ != Pool::pooler && parameter.key().starts_with("pooler.")))
      names.push_back("text." + parameter.key());
  return names;
}

}  // namespace mmim
