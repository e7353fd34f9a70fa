#include "bench/plain.h"

#include <ATen/Context.h>
#include <malloc.h>
#include <torch/nn/modules/rnn.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/nn/utils/rnn.h>
#include <torch/optim/adam.h>

#include "tensor/device.h"

namespace mmim {

namespace {

namespace nn = torch::nn;
using torch::optim::Adam;
using PlainOptions = torch::optim::AdamOptions;

torch::optim::OptimizerParamGroup group(std::vector<Tensor> parameters, double rate, double decay) {
  return {std::move(parameters), std::make_unique<PlainOptions>(PlainOptions(rate).weight_decay(decay))};
}

}  // namespace

PaddedStream pad_stream(const Ragged& stream) {
  const Layout& layout = *stream.layout;
  PaddedStream padded{at::zeros({layout.size(), layout.longest, stream.values.size(1)}),
                      at::zeros({layout.size()}, at::kLong)};
  for (int64_t i = 0; i < layout.size(); ++i) {
    const int64_t from = layout.begin(i), count = layout.length(i);
    padded.values[i].narrow(0, 0, count).copy_(stream.values.narrow(0, from, count));
    padded.lengths[i] = count;
  }
  return padded;
}

PaddedBatch pad_batch(const Batch& batch, int64_t pieces) {
  return {pad_text(batch.tokens, pieces), pad_stream(batch.streams.visual), pad_stream(batch.streams.acoustic),
          batch.labels};
}

struct PlainLstm::Parts {
  nn::LSTM lstm;
};

PlainLstm::PlainLstm(int64_t in, int64_t hidden, bool bidirectional)
    : parts_(new Parts{register_module("lstm", nn::LSTM(nn::LSTMOptions(in, hidden).bidirectional(bidirectional)))}) {}
PlainLstm::~PlainLstm() = default;

Tensor PlainLstm::forward(const PaddedStream& stream) {
  const auto packed = nn::utils::rnn::pack_padded_sequence(stream.values, stream.lengths, /*batch_first=*/true,
                                                           /*enforce_sorted=*/false);
  const Tensor final_states = std::get<0>(std::get<1>(parts_->lstm->forward_with_packed_input(packed)));
  return final_states.transpose(0, 1).flatten(1);
}

struct PlainMmim::Parts {
  struct Pair {
    Modality x, y;
    std::shared_ptr<BarberAgakov> bound;
  };
  MmimOptions options{};
  std::shared_ptr<PlainBert> text{};
  std::shared_ptr<PlainLstm> visual{}, acoustic{};
  std::shared_ptr<Mlp> fusion{};
  std::shared_ptr<Linear> head{};
  std::vector<Pair> pairs{};
  PerModality<std::shared_ptr<Mlp>> predictors{};
  std::unique_ptr<Adam> likelihood_steps{}, main_steps{};
  std::vector<Tensor> parameters{};

  PerModality<Tensor> encode(const PaddedBatch& batch) const {
    return {text->cls(batch.text.ids, batch.text.mask), visual->forward(batch.visual),
            acoustic->forward(batch.acoustic)};
  }
  Tensor fuse(const PerModality<Tensor>& h, bool training) const {
    const Tensor all = at::dropout(at::cat({h.text, h.visual, h.acoustic}, 1), options.fusion_dropout, training);
    return at::tanh(fusion->forward(all));
  }
  void step(const Tensor& loss, Adam& optimizer) {
    loss.backward();
    nn::utils::clip_grad_norm_(parameters, options.clip.limit);
    optimizer.step();
  }
};

PlainMmim::PlainMmim(const MmimOptions& options, const ModelInputs& inputs) : parts_(new Parts) {
  Parts& p = *parts_;
  p.options = options;
  p.text = register_module("text", std::make_shared<PlainBert>(inputs.text));
  p.visual = register_module("visual", std::make_shared<PlainLstm>(inputs.widths.visual, options.visual.hidden));
  p.acoustic =
      register_module("acoustic", std::make_shared<PlainLstm>(inputs.widths.acoustic, options.acoustic.hidden));
  const PerModality<int64_t> width{inputs.text.width, options.visual.hidden, options.acoustic.hidden};
  const int64_t fused = options.fusion_width, all = width.text + width.visual + width.acoustic;
  p.fusion =
      register_module("fusion", std::make_shared<Mlp>(std::vector<int64_t>{all, fused, fused}, Activation::tanh));
  p.head = register_module("head", std::make_shared<Linear>(fused, 1));
  for (const Modality m : kModalities)
    p.predictors[m] = register_module("predictor_" + word(m),
                                      std::make_shared<Mlp>(std::vector<int64_t>{fused, width[m]}, Activation::tanh));
  std::vector<Tensor> main = p.visual->parameters();
  for (const auto& part :
       {p.acoustic->parameters(), p.fusion->parameters(), p.head->parameters(), p.predictors.text->parameters(),
        p.predictors.visual->parameters(), p.predictors.acoustic->parameters()})
    main.insert(main.end(), part.begin(), part.end());
  std::vector<Tensor> likelihood;
  for (const Modality y : {Modality::visual, Modality::acoustic}) {
    auto bound = std::make_shared<BarberAgakov>(width.text, width[y], options.bound);
    p.pairs.push_back({Modality::text, y, register_module("bound_" + word(y), bound)});
    for (const Tensor& parameter : bound->parameters()) likelihood.push_back(parameter);
  }
  const double decay = options.weight_decay;
  p.likelihood_steps =
      std::make_unique<Adam>(likelihood, PlainOptions(options.learning_rate_likelihood).weight_decay(decay));
  p.main_steps = std::make_unique<Adam>(std::vector{group(p.text->parameters(), options.learning_rate_text, decay),
                                                    group(main, options.learning_rate_main, decay)},
                                        PlainOptions(options.learning_rate_main));
  p.parameters = parameters();
}

PlainMmim::~PlainMmim() = default;
PlainBert& PlainMmim::text() { return *parts_->text; }

void PlainMmim::update_likelihood(const PaddedBatch& batch) {
  const PerModality<Tensor> h = parts_->encode(batch);
  Tensor loss = at::zeros({});
  for (const Parts::Pair& pair : parts_->pairs) loss = loss - pair.bound->log_likelihood(h[pair.x], h[pair.y]);
  zero_grad();
  parts_->step(loss, *parts_->likelihood_steps);
}

void PlainMmim::update_main(const PaddedBatch& batch) {
  Parts& p = *parts_;
  const PerModality<Tensor> h = p.encode(batch);
  const Tensor fused = p.fuse(h, is_training());
  Tensor loss = (p.head->forward(fused).squeeze(1) - batch.labels).abs().mean();
  for (const Modality m : kModalities)
    loss = loss + p.options.alpha * contrastive_loss(h[m], p.predictors[m]->forward(fused), p.options.orientation);
  for (const Parts::Pair& pair : p.pairs) {
    const LabelledRows current{pair.bound->entropy_rows(h[pair.y]), batch.labels};
    const Tensor bound = pair.bound->log_likelihood(h[pair.x], h[pair.y]) + pair.bound->entropy(current);
    loss = loss - p.options.beta * bound;
    pair.bound->history.remember(current);
  }
  zero_grad();
  p.step(loss, *p.main_steps);
}

Tensor PlainMmim::predict(const PaddedBatch& batch) {
  const torch::NoGradGuard no_gradient;
  eval();
  const Tensor fused = parts_->fuse(parts_->encode(batch), false);
  Tensor sentiment = parts_->head->forward(fused).squeeze(1);
  train();
  return sentiment;
}

struct PlainAdam::Parts {
  std::vector<Tensor> parameters;
  Adam optimizer;
  double clip;
};

PlainAdam::PlainAdam(const std::vector<Tensor>& parameters, double learning_rate, double weight_decay, double clip)
    : parts_(new Parts{parameters, Adam(parameters, PlainOptions(learning_rate).weight_decay(weight_decay)), clip}) {}
PlainAdam::~PlainAdam() = default;

void PlainAdam::step() {
  nn::utils::clip_grad_norm_(parts_->parameters, parts_->clip);
  parts_->optimizer.step();
}

PlainSettings::PlainSettings()
    : route_(
          static_cast<int>(at::globalContext().float32Precision(at::Float32Backend::MKLDNN, at::Float32Op::MATMUL))) {
  at::globalContext().setFloat32Precision(at::Float32Backend::MKLDNN, at::Float32Op::MATMUL,
                                          at::Float32Precision::NONE);
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // where the library's moving thresholds come to rest in a program of large
  mallopt(M_TRIM_THRESHOLD, 64 << 20);  // tensors: they follow what is freed, to at most this
  mallopt(M_TOP_PAD, 128 << 10);
#endif
}

PlainSettings::~PlainSettings() {
  at::globalContext().setFloat32Precision(at::Float32Backend::MKLDNN, at::Float32Op::MATMUL,
                                          static_cast<at::Float32Precision>(route_));
  keep_freed_memory();
}

}  // namespace mmim
