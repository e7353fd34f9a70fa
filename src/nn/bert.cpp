#include "nn/bert.h"

#include "core/error.h"
#include "core/sentence.h"
#include "kernels/attention.h"
#include "kernels/dropout.h"
#include "kernels/transformer_layer.h"
#include "nn/normal_init.h"
#include "tensor/upload.h"

namespace mmim {

/// One post-norm transformer layer, as in bert-base-uncased.
class BertLayer : public torch::nn::Module {
 public:
  explicit BertLayer(const BertOptions& o)
      : options_(o),
        query_{register_at(*this, "attention.self.query", std::make_shared<Linear>(o.width, o.width))},
        key_{register_at(*this, "attention.self.key", std::make_shared<Linear>(o.width, o.width))},
        value_{register_at(*this, "attention.self.value", std::make_shared<Linear>(o.width, o.width))},
        attention_output_{register_at(*this, "attention.output.dense", std::make_shared<Linear>(o.width, o.width))},
        attention_norm_{
            register_at(*this, "attention.output.LayerNorm", std::make_shared<LayerNorm>(o.width, o.epsilon))},
        inner_{register_at(*this, "intermediate.dense", std::make_shared<Linear>(o.width, o.inner))},
        outer_{register_at(*this, "output.dense", std::make_shared<Linear>(o.inner, o.width))},
        outer_norm_{register_at(*this, "output.LayerNorm", std::make_shared<LayerNorm>(o.width, o.epsilon))} {}

  Ragged forward(const Ragged& x, bool cls, const Draws& draws, const Compute& compute) const {
    if (compute.route == Route::fused && fits_transformer_layer(x.values, query_->weight, options_.heads))
      return transformer_layer(x, cls, weights(),
                               {.heads = options_.heads,
                                .dropout = options_.dropout,
                                .attention_dropout = options_.attention_dropout,
                                .epsilon = options_.epsilon,
                                .precision = compute.precision},
                               draws);
    return reference(x, cls ? firsts(x) : x, draws);
  }

  /// The rows of `padding`, which read those of x.
  Ragged beside(const Ragged& x, const Ragged& padding, const Draws& draws) const {
    return reference(x, padding, draws);
  }

 private:
  TransformerWeights weights() const {
    return {query_->weight,
            query_->bias,
            key_->weight,
            key_->bias,
            value_->weight,
            value_->bias,
            attention_output_->weight,
            attention_output_->bias,
            attention_norm_->weight,
            attention_norm_->bias,
            inner_->weight,
            inner_->bias,
            outer_->weight,
            outer_->bias,
            outer_norm_->weight,
            outer_norm_->bias};
  }

  /// x: all rows; `wanted`: the rows to compute (x itself, or the [CLS] rows alone: keys and values still see all).
  Ragged reference(const Ragged& x, const Ragged& wanted, const Draws& draws) const {
    const Tensor identities = draws.active ? wanted.layout->row_ids() : Tensor();
    const Tensor attention_output =
        attention(wanted.with(query_->forward(wanted.values)), x.with(key_->forward(x.values)),
                  value_->forward(x.values), options_.heads, options_.attention_dropout, draws.stream("attention"));
    const Tensor attended =
        attention_norm_->forward(wanted.values + dropout(attention_output_->forward(attention_output), options_.dropout,
                                                         identities, draws.stream("mixed")));
    const Tensor output = outer_->forward(at::gelu(inner_->forward(attended)));
    return wanted.with(
        outer_norm_->forward(attended + dropout(output, options_.dropout, identities, draws.stream("raised"))));
  }

  BertOptions options_;
  std::shared_ptr<Linear> query_, key_, value_, attention_output_;
  std::shared_ptr<LayerNorm> attention_norm_;
  std::shared_ptr<Linear> inner_, outer_;
  std::shared_ptr<LayerNorm> outer_norm_;
};

namespace {

/// The first `length` rows of every utterance's rows of `x` followed by those of `rest`.
Ragged joined(const Ragged& x, const Ragged& rest, int64_t length) {
  std::vector<int64_t> rows;
  for (int64_t i = 0; i < x.size(); ++i) {
    const int64_t own = std::min(length, x.layout->length(i));
    for (int64_t t = 0; t < own; ++t) rows.push_back(x.layout->begin(i) + t);
    for (int64_t t = 0; t < length - own; ++t) rows.push_back(x.layout->total() + rest.layout->begin(i) + t);
  }
  const Tensor values = at::cat({x.values, rest.values}).index_select(0, upload(rows, x.values.device()));
  const std::vector<int64_t> lengths(static_cast<size_t>(x.size()), length);
  return {values, make_layout(lengths, x.layout->utterance_ids, x.layout->device)};
}

}  // namespace

Bert::Bert(const BertOptions& o, const Compute& compute)
    : options_(o),
      compute_(compute),
      word_{register_at(*this, "embeddings.word_embeddings", std::make_shared<Embedding>(o.vocabulary, o.width, 0))},
      position_{
          register_at(*this, "embeddings.position_embeddings", std::make_shared<Embedding>(o.positions, o.width))},
      type_{register_at(*this, "embeddings.token_type_embeddings", std::make_shared<Embedding>(o.types, o.width))},
      norm_{register_at(*this, "embeddings.LayerNorm", std::make_shared<LayerNorm>(o.width, o.epsilon))} {
  if (o.width % o.heads != 0)
    throw ConfigError(sentence("text encoder: {} attention heads do not divide a width of {}", o.heads, o.width));
  for (int64_t i = 0; i < o.layers; ++i)
    layers_.push_back(register_at(*this, "encoder.layer." + std::to_string(i), std::make_shared<BertLayer>(o)));
  pooler_ = register_at(*this, "pooler.dense", std::make_shared<Linear>(o.width, o.width));
  normal_as_bert(*this);
}

Bert::~Bert() = default;

Ragged Bert::embed(const Ragged& tokens, const Draws& draws) const {
  if (tokens.layout->longest > options_.positions)
    throw ConfigError(sentence("a text of {} word pieces does not fit an encoder of {} positions (option `text.limit`)",
                               tokens.layout->longest, options_.positions));
  const Tensor sum = word_->forward(tokens.values) + position_->forward(tokens.layout->positions()) + type_->weight[0];
  const Tensor identities = draws.active ? tokens.layout->row_ids() : Tensor();
  return tokens.with(dropout(norm_->forward(sum), options_.dropout, identities, draws.stream("embedding")));
}

Ragged Bert::encode(const Ragged& embedded, int64_t first_layer, Rows rows, const Draws& draws) const {
  Ragged x = embedded;
  for (int64_t i = first_layer; i < options_.layers; ++i) {
    const bool last = i + 1 == options_.layers;
    x = layers_[static_cast<size_t>(i)]->forward(x, last && rows == Rows::cls, draws.stream(i), compute_);
  }
  return x;
}

Ragged Bert::encode_padded(const Ragged& tokens, int64_t length, const Draws& draws) const {
  const Layout& layout = *tokens.layout;
  std::vector<int64_t> lengths, places;
  for (int64_t i = 0; i < layout.size(); ++i) {
    lengths.push_back(std::max<int64_t>(0, length - layout.length(i)));
    for (int64_t t = layout.length(i); t < length; ++t) places.push_back(t);
  }
  const Tensor positions = upload(places, tokens.values.device());
  const Tensor sum = word_->weight[0] + position_->forward(positions) + type_->weight[0];
  Ragged padding{norm_->forward(sum), make_layout(lengths, layout.utterance_ids, layout.device)};
  Ragged x = embed(tokens, draws);
  for (int64_t i = 0; i < options_.layers; ++i) {
    const BertLayer& layer = *layers_[static_cast<size_t>(i)];
    padding = layer.beside(x, padding, draws.stream(i).stream("padding"));
    x = layer.forward(x, false, draws.stream(i), compute_);
  }
  return joined(x, padding, length);
}

Tensor Bert::pool(const Tensor& cls) const { return at::tanh(pooler_->forward(cls)); }

Tensor Bert::cls(const Ragged& tokens, const Draws& draws) const {
  return encode(embed(tokens, draws), 0, Rows::cls, draws).values;
}

}  // namespace mmim
