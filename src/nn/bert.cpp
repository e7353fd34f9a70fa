#include "nn/bert.h"

#include "core/error.h"
#include "core/sentence.h"
#include "kernels/attention.h"
#include "kernels/dropout.h"
#include "kernels/transformer_layer.h"
#include "nn/normal_init.h"
#include "nn/relative_bias.h"
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

  /// `bias`: of scores by distance, or undefined.
  Ragged forward(const Ragged& x, bool cls, const Tensor& bias, const Draws& draws, const Compute& compute) const {
    if (compute.route == Route::fused && fits_transformer_layer(x.values, query_->weight, options_.heads))
      return transformer_layer(x, cls, weights(),
                               {.heads = options_.heads,
                                .dropout = options_.dropout,
                                .attention_dropout = options_.attention_dropout,
                                .epsilon = options_.epsilon,
                                .precision = compute.precision},
                               draws, bias);
    return reference(x, cls ? firsts(x) : x, cls ? first_place(x) : every_place(x), bias, draws);
  }

  /// The rows of `padding`, which read those of x and stand at `places` (B, longest padding) of their texts.
  Ragged beside(const Ragged& x, const Ragged& padding, const Tensor& places, const Tensor& bias,
                const Draws& draws) const {
    return reference(x, padding, places, bias, draws);
  }

 private:
  static Tensor every_place(const Ragged& x) { return at::arange(x.layout->longest, index_of(x)).unsqueeze(0); }
  static Tensor first_place(const Ragged& x) { return at::zeros({1, 1}, index_of(x)); }
  static at::TensorOptions index_of(const Ragged& x) { return x.values.options().dtype(at::kLong); }

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

  /// x: all rows; `wanted`: the rows to compute (x itself, or the [CLS] rows alone: keys and values still see all), at
  /// `places` of their texts.
  Ragged reference(const Ragged& x, const Ragged& wanted, const Tensor& places, const Tensor& bias,
                   const Draws& draws) const {
    const Tensor scores = bias.defined() ? scores_at(bias, places, x.layout->longest) : Tensor();
    const Tensor identities = draws.active ? wanted.layout->row_ids() : Tensor();
    const Tensor attention_output = attention(
        wanted.with(query_->forward(wanted.values)), x.with(key_->forward(x.values)), value_->forward(x.values),
        options_.heads, options_.attention_dropout, draws.stream("attention"), scores);
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

Bert::Bert(const BertOptions& o, const Compute& compute) : options_(o), compute_(compute) {
  if (o.width % o.heads != 0)
    throw ConfigError(sentence("text encoder: {} attention heads do not divide a width of {}", o.heads, o.width));
  const EncoderKind& kind = o.kind();
  const int64_t embedded = o.embedding_width > 0 ? o.embedding_width : o.width;
  const auto table = [&](const std::string& name, int64_t rows, int64_t width, int64_t padding) {
    return register_at(*this, name, std::make_shared<Embedding>(rows, width, padding));
  };
  word_ = table("embeddings.word_embeddings", o.vocabulary, embedded, kind.padding);
  position_ =
      table("embeddings.position_embeddings", o.positions, embedded, kind.positions_behind_padding ? kind.padding : -1);
  if (kind.token_types) type_ = table("embeddings.token_type_embeddings", o.types, embedded, -1);
  norm_ = register_at(*this, "embeddings.LayerNorm", std::make_shared<LayerNorm>(embedded, o.epsilon));
  if (embedded != o.width)
    widening_ = register_at(*this, "embeddings_project", std::make_shared<Linear>(embedded, o.width));
  if (kind.relative_bias) relative_ = table("encoder.relative_attention_bias", kRelativeBuckets, o.heads, -1);
  for (int64_t i = 0; i < o.layers; ++i)
    layers_.push_back(register_at(*this, "encoder.layer." + std::to_string(i), std::make_shared<BertLayer>(o)));
  pooler_ = register_at(*this, "pooler.dense", std::make_shared<Linear>(o.width, o.width));
  normal_as_bert(*this);
}

Bert::~Bert() = default;

Tensor Bert::position_rows(const Ragged& tokens) const {
  const Layout& layout = *tokens.layout;
  const EncoderKind& kind = options_.kind();
  if (!kind.positions_behind_padding || layout.total() == 0) return layout.positions();
  const Tensor real = tokens.values.ne(kind.padding).to(at::kLong), counts = at::cumsum(real, 0);
  const Tensor begins = layout.bounds().narrow(0, 0, layout.size()).clamp_max(layout.total() - 1);
  const Tensor before = (counts - real).index_select(0, begins).index_select(0, layout.utterances());
  return (counts - before) * real + kind.padding;
}

Tensor Bert::embedding_sum(const Tensor& words, const Tensor& position_rows) const {
  const Tensor sum = words + position_->forward(position_rows);
  return type_ ? sum + type_->weight[0] : sum;
}

Tensor Bert::widened(const Tensor& embedded) const { return widening_ ? widening_->forward(embedded) : embedded; }

Tensor Bert::bias_for(int64_t longest) const {
  return relative_ ? by_distance(relative_->weight, bias_columns(longest)) : Tensor();
}

Ragged Bert::embed(const Ragged& tokens, const Draws& draws) const {
  if (tokens.layout->longest > options_.longest())
    throw ConfigError(sentence("a text of {} word pieces does not fit an encoder of {} positions (option `text.limit`)",
                               tokens.layout->longest, options_.longest()));
  const Tensor sum = embedding_sum(word_->forward(tokens.values), position_rows(tokens));
  const Tensor identities = draws.active ? tokens.layout->row_ids() : Tensor();
  return tokens.with(widened(dropout(norm_->forward(sum), options_.dropout, identities, draws.stream("embedding"))));
}

Ragged Bert::encode(const Ragged& embedded, int64_t first_layer, Rows rows, const Draws& draws) const {
  Ragged x = embedded;
  const Tensor bias = bias_for(x.layout->longest);
  for (int64_t i = first_layer; i < options_.layers; ++i) {
    const bool last = i + 1 == options_.layers;
    x = layers_[static_cast<size_t>(i)]->forward(x, last && rows == Rows::cls, bias, draws.stream(i), compute_);
  }
  return x;
}

Ragged Bert::encode_padded(const Ragged& tokens, int64_t length, const Draws& draws) const {
  const Layout& layout = *tokens.layout;
  const EncoderKind& kind = options_.kind();
  std::vector<int64_t> lengths, places, rows;
  for (int64_t i = 0; i < layout.size(); ++i) {
    lengths.push_back(std::max<int64_t>(0, length - layout.length(i)));
    for (int64_t t = layout.length(i); t < length; ++t)
      rows.push_back(kind.positions_behind_padding ? kind.padding : t);
  }
  Ragged padding{{}, make_layout(lengths, layout.utterance_ids, layout.device)};
  const int64_t longest = padding.layout->longest;
  for (int64_t i = 0; i < layout.size(); ++i)  // rows of a shorter padding are cut again, wherever they stand
    for (int64_t t = 0; t < longest; ++t) places.push_back(std::min(layout.length(i) + t, length - 1));
  const torch::Device device = tokens.values.device();
  padding.values = widened(norm_->forward(embedding_sum(word_->weight[kind.padding], upload(rows, device))));
  const Tensor at_places = upload(places, device).view({layout.size(), longest});
  const Tensor bias = bias_for(std::max(length, layout.longest));
  Ragged x = embed(tokens, draws);
  for (int64_t i = 0; i < options_.layers; ++i) {
    const BertLayer& layer = *layers_[static_cast<size_t>(i)];
    padding = layer.beside(x, padding, at_places, bias, draws.stream(i).stream("padding"));
    x = layer.forward(x, false, bias, draws.stream(i), compute_);
  }
  return joined(x, padding, length);
}

Tensor Bert::pool(const Tensor& cls) const { return at::tanh(pooler_->forward(cls)); }

Tensor Bert::pooled(const Ragged& rows, Pool how) const {
  if (how == Pool::mean) return means(rows);
  const Tensor first = firsts(rows).values;
  return how == Pool::pooler ? pool(first) : first;
}

Tensor Bert::encode_pooled(const Ragged& embedded, int64_t first_layer, Pool how, const Draws& draws) const {
  const bool all = how == Pool::mean;
  return pooled(encode(embedded, first_layer, all ? Rows::all : Rows::cls, draws), how);
}

Tensor Bert::cls(const Ragged& tokens, const Draws& draws) const {
  return encode(embed(tokens, draws), 0, Rows::cls, draws).values;
}

}  // namespace mmim
