#include "bench/plain_bert.h"

#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <cmath>

namespace mmim {

namespace {

namespace nn = torch::nn;

nn::Linear linear(nn::Module& parent, const std::string& path, int64_t in, int64_t out) {
  nn::Linear made(in, out);
  register_at(parent, path, made.ptr());
  return made;
}

nn::LayerNorm norm(nn::Module& parent, const std::string& path, const BertOptions& o) {
  nn::LayerNorm made(nn::LayerNormOptions({o.width}).eps(o.epsilon));
  register_at(parent, path, made.ptr());
  return made;
}

nn::Embedding embedding(nn::Module& parent, const std::string& path, int64_t rows, int64_t width) {
  nn::Embedding made(rows, width);
  register_at(parent, path, made.ptr());
  return made;
}

struct PlainLayer {
  nn::Linear query, key, value, mixed, inner, outer;
  nn::LayerNorm mixed_norm, outer_norm;

  PlainLayer(nn::Module& parent, const std::string& at, const BertOptions& o)
      : query(linear(parent, at + "attention.self.query", o.width, o.width)),
        key(linear(parent, at + "attention.self.key", o.width, o.width)),
        value(linear(parent, at + "attention.self.value", o.width, o.width)),
        mixed(linear(parent, at + "attention.output.dense", o.width, o.width)),
        inner(linear(parent, at + "intermediate.dense", o.width, o.inner)),
        outer(linear(parent, at + "output.dense", o.inner, o.width)),
        mixed_norm(norm(parent, at + "attention.output.LayerNorm", o)),
        outer_norm(norm(parent, at + "output.LayerNorm", o)) {}

  Tensor attend(const Tensor& x, const Tensor& mask, const BertOptions& o, bool training) {
    const int64_t texts = x.size(0), length = x.size(1), width = o.width / o.heads;
    const auto heads = [&](nn::Linear& part) {
      return part->forward(x).view({texts, length, o.heads, width}).transpose(1, 2);
    };
    const Tensor q = heads(query), k = heads(key), v = heads(value);
    const Tensor scores = at::matmul(q, k.transpose(2, 3)) / std::sqrt(static_cast<double>(width)) + mask;
    const Tensor shares = at::dropout(at::softmax(scores, -1), o.attention_dropout, training);
    return at::matmul(shares, v).transpose(1, 2).reshape({texts, length, o.width});
  }

  Tensor forward(const Tensor& x, const Tensor& mask, const BertOptions& o, bool training) {
    const Tensor attended =
        mixed_norm->forward(at::dropout(mixed->forward(attend(x, mask, o, training)), o.dropout, training) + x);
    const Tensor raised = outer->forward(at::gelu(inner->forward(attended)));
    return outer_norm->forward(at::dropout(raised, o.dropout, training) + attended);
  }
};

}  // namespace

struct PlainBert::Parts {
  BertOptions options;
  nn::Embedding word, position, type;
  nn::LayerNorm norm;
  std::vector<PlainLayer> layers{};
};

PlainBert::PlainBert(const BertOptions& o)
    : parts_(new Parts{o, embedding(*this, "embeddings.word_embeddings", o.vocabulary, o.width),
                       embedding(*this, "embeddings.position_embeddings", o.positions, o.width),
                       embedding(*this, "embeddings.token_type_embeddings", o.types, o.width),
                       norm(*this, "embeddings.LayerNorm", o)}) {
  for (int64_t i = 0; i < o.layers; ++i)
    parts_->layers.emplace_back(*this, "encoder.layer." + std::to_string(i) + ".", o);
  torch::NoGradGuard no_gradient;
  for (auto& parameter : named_parameters())
    if (parameter.value().dim() > 1) parameter.value().normal_(0, 0.02);
}

PlainBert::~PlainBert() = default;

Tensor PlainBert::cls(const Tensor& ids, const Tensor& mask) {
  const BertOptions& o = parts_->options;
  const Tensor places = at::arange(ids.size(1), ids.options());
  const Tensor sum =
      parts_->word->forward(ids) + parts_->position->forward(places) + parts_->type->forward(at::zeros_like(ids));
  const Tensor hidden = (1 - mask.to(sum.scalar_type())).mul(-1e9).view({ids.size(0), 1, 1, ids.size(1)});
  Tensor x = at::dropout(parts_->norm->forward(sum), o.dropout, is_training());
  for (PlainLayer& layer : parts_->layers) x = layer.forward(x, hidden, o, is_training());
  return x.select(1, 0);
}

PaddedText pad_text(const Ragged& tokens, int64_t length) {
  PaddedText text{at::zeros({tokens.size(), length}, at::kLong), at::zeros({tokens.size(), length}, at::kLong)};
  for (int64_t i = 0; i < tokens.size(); ++i) {
    const int64_t from = tokens.layout->begin(i), count = tokens.layout->length(i);
    text.ids[i].narrow(0, 0, count).copy_(tokens.values.narrow(0, from, count));
    text.mask[i].narrow(0, 0, count).fill_(1);
  }
  return text;
}

}  // namespace mmim
