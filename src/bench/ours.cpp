#include "bench/ours.h"

#include "bench/measure.h"
#include "train/clip.h"
#include "train/update.h"

namespace mmim {

namespace {

constexpr double kRate = 1e-3;  // of the learning rates: weights hardly move, however many rounds there are

/// MMIM that notes when its losses are there and when the backward pass has ended.
class Clocked : public Model {
 public:
  explicit Clocked(const std::shared_ptr<Mmim>& model) : model_(register_module("model", model)) {}
  Prediction predict(const Batch& batch) const override { return model_->predict(batch); }
  Losses losses(const Batch& batch, const Step& step) override {
    Losses losses = model_->losses(batch, step);
    forward_ended = now_nanoseconds();
    return losses;
  }
  std::vector<Stage> stages() const override { return model_->stages(); }
  Needs needs() const override { return model_->needs(); }
  void after_backward(const Batch& batch, const Step& step) override {
    model_->after_backward(batch, step);
    backward_ended = now_nanoseconds();
  }
  int64_t forward_ended = 0, backward_ended = 0;

 private:
  std::shared_ptr<Mmim> model_;
};

/// Parameters whose gradients are there before any backward pass.
class Given : public Model {
 public:
  Given(const std::vector<Tensor>& parameters, std::vector<Tensor> gradients)
      : values(parameters), gradients_(std::move(gradients)) {
    for (size_t i = 0; i < values.size(); ++i) register_parameter("p" + std::to_string(i), values[i]);
  }
  Prediction predict(const Batch&) const override { return {}; }
  Needs needs() const override { return {}; }
  std::vector<Stage> stages() const override { return {}; }
  Losses losses(const Batch&, const Step&) override {
    Losses losses;
    losses.add("nothing", at::zeros({}), 1, 1);
    return losses;
  }
  void after_backward(const Batch&, const Step&) override {
    for (size_t i = 0; i < values.size(); ++i) values[i].mutable_grad() = gradients_[i];
  }
  std::vector<Tensor> values;

 private:
  std::vector<Tensor> gradients_;
};

double seconds(int64_t from, int64_t to) { return static_cast<double>(to - from) * 1e-9; }

}  // namespace

MmimOptions bench_options() {
  MmimOptions options;
  options.clip.limit = 1;
  return options;
}

ModelInputs inputs_of(const Workload& workload, const Compute& compute) {
  return {workload.widths, workload.text, compute};
}

OurMmim::OurMmim(const Workload& workload, const Compute& compute)
    : model_(std::make_shared<Mmim>(bench_options(), inputs_of(workload, compute))),
      clocked_(std::make_shared<Clocked>(model_)),
      stages_(model_->stages()) {}

UpdateParts OurMmim::pass(int64_t stage_number, Clip::Over over, std::span<const Batch> batches) {
  Stage stage = stages_[static_cast<size_t>(stage_number)];
  stage.clip.over = over;
  const Frozen frozen(*model_, stage);
  auto& clocked = static_cast<Clocked&>(*clocked_);
  const Random random(1111);
  UpdateParts parts;
  for (const Batch& batch : batches) {
    const Step step{{0, stage_number}, count_, random.at(0, stage_number, count_)};
    ++count_;
    const int64_t began = now_nanoseconds();
    Updater{clocked, optimizer_, stage, kRate}.step(batch, step);
    parts.forward += seconds(began, clocked.forward_ended);
    parts.backward += seconds(clocked.forward_ended, clocked.backward_ended);
    parts.clip_and_step += seconds(clocked.backward_ended, now_nanoseconds());
  }
  return parts;
}

void OurMmim::predict(std::span<const Batch> batches) {
  const torch::NoGradGuard no_gradient;
  for (const Batch& batch : batches) model_->predict(batch);
}

void OurMmim::forward_and_backward(const Batch& batch) {
  const Step step{{0, 1}, count_, Random(1111).at(0, 1, count_)};
  ++count_;
  model_->losses(batch, step).total().backward();
  for (Tensor& parameter : model_->parameters()) parameter.mutable_grad() = Tensor();
}

int64_t OurMmim::parameters() const {
  int64_t count = 0;
  for (const Tensor& parameter : model_->parameters()) count += parameter.numel();
  return count;
}

struct OurAdam::Parts {
  Given given;
  Stage stage{};
  Optimizer optimizer{};
  Batch batch{};
};

OurAdam::OurAdam(const std::vector<Tensor>& parameters, const std::vector<Tensor>& gradients, double learning_rate,
                 double weight_decay, double clip)
    : parts_(new Parts{Given(parameters, gradients)}) {
  ParameterGroup group{"all", {}, learning_rate, weight_decay};
  for (const auto& parameter : parts_->given.named_parameters())
    group.parameters.push_back({parameter.key(), parameter.value()});
  parts_->stage.name = "main";
  parts_->stage.groups = {group};
  parts_->stage.clip.limit = clip;
  parts_->batch.tokens = {at::zeros({1}, at::kLong), make_layout({1})};
}

OurAdam::~OurAdam() = default;

void OurAdam::step() {
  Updater{parts_->given, parts_->optimizer, parts_->stage}.step(parts_->batch, {{}, 0, Random()});
}

}  // namespace mmim
