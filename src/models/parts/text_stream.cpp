#include "models/parts/text_stream.h"

#include "core/error.h"
#include "tensor/row_selection.h"

namespace mmim {

namespace {

/// The rows of the texts without those of what was said before them.
Ragged own_rows(const Ragged& rows, const std::vector<int64_t>& context) {
  if (context.empty()) return rows;
  const Layout& layout = *rows.layout;
  RowSelection own;
  for (int64_t i = 0; i < layout.size(); ++i) {
    const int64_t left_out = context[static_cast<size_t>(i)];
    for (int64_t k = 0; k < layout.length(i); ++k)
      if (k == 0 || k > left_out) own.take(layout.begin(i) + k);
    own.end_utterance();
  }
  return own.of(rows);
}

}  // namespace

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
  if (inputs.context && !own)
    throw ConfigError("option `text.context`: the rows of all pieces are read, and a context adds pieces; use 0");
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
  if (!frozen()) return tuned_vector(batch, draws);
  const torch::NoGradGuard no_gradient;
  if (!batch.streams.text.layout) return tuned_vector(batch, {});
  return bert_->pooled(*pool_ == Pool::mean ? own_rows(batch.streams.text, batch.context) : batch.streams.text, *pool_);
}

Tensor TextStream::tuned_vector(const Batch& batch, const Draws& draws) const {
  const Ragged embedded = bert_->embed(batch.tokens, draws);
  if (*pool_ != Pool::mean || batch.context.empty()) return bert_->encode_pooled(embedded, 0, *pool_, draws);
  return bert_->pooled(own_rows(bert_->encode(embedded, 0, Rows::all, draws), batch.context), *pool_);
}

std::vector<std::string> TextStream::without_gradient() const {
  std::vector<std::string> names;
  for (const auto& parameter : bert_->named_parameters())
    if (frozen() || (pool_ != Pool::pooler && parameter.key().starts_with("pooler.")))
      names.push_back("text." + parameter.key());
  return names;
}

}  // namespace mmim
