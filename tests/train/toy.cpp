#include "train/toy.h"

#include "core/keys.h"

namespace mmim {

namespace {

DatasetInfo toy_info() {
  DatasetInfo info;
  info.name = "toy";
  info.streams.visual.width = 3;
  info.streams.acoustic.width = 1;
  return info;
}

Split make_split(int64_t count, const std::vector<float>& rows, const std::vector<float>& labels) {
  std::vector<int64_t> ones{0}, letters{0};
  for (int64_t i = 1; i <= count; ++i) {
    ones.push_back(i);
    letters.push_back(i);
  }
  const std::vector<uint8_t> bytes(static_cast<size_t>(count), 'a');
  std::vector<uint8_t> ids;  // every utterance a video of its own, as far as there are letters
  for (int64_t i = 0; i < count; ++i) ids.push_back(static_cast<uint8_t>('a' + i % 26));
  NamedArrays arrays;
  arrays.arrays = {{"acoustic.offsets", make_array(std::vector<int64_t>(letters.size(), 0), {count + 1})},
                   {"acoustic.values", make_array(std::vector<float>{}, {0, 1})},
                   {"id.bytes", make_array(ids, {count})},
                   {"id.offsets", make_array(letters, {count + 1})},
                   {"labels", make_array(labels, {count})},
                   {"text.bytes", make_array(bytes, {count})},
                   {"text.offsets", make_array(letters, {count + 1})},
                   {"visual.offsets", make_array(ones, {count + 1})},
                   {"visual.values", make_array(rows, {count, 3})}};
  return Split(std::move(arrays), toy_info(), "toy");
}

}  // namespace

Split toy_split(int64_t count, uint64_t key) {
  KeyedDraws draws(key);
  std::vector<float> rows, labels;
  for (int64_t i = 0; i < count; ++i) {
    for (int k = 0; k < 3; ++k) rows.push_back(static_cast<float>(draws.normal()));
    const float* row = &rows[rows.size() - 3];
    labels.push_back(row[0] - 0.5f * row[1] + 0.1f * static_cast<float>(draws.normal()));
  }
  return make_split(count, rows, labels);
}

Split toy_split_with_label(int64_t count, float label) {
  const auto size = static_cast<size_t>(count);
  return make_split(count, std::vector<float>(3 * size, 1.0f), std::vector<float>(size, label));
}

PreparedSplit toy_prepared(const Split& split) {
  static const WordPieces pieces({"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a"});
  return PreparedSplit(split, toy_info(), pieces, 10);
}

ToyModel::ToyModel(int64_t ballast) {
  likelihood_ = register_parameter("likelihood", torch::full({3, 2}, 0.1));
  main_ = register_parameter("main", torch::full({3}, -0.2));
  bias_ = register_parameter("bias", torch::zeros({1}));
  seen_ = register_buffer("seen", torch::zeros({}));
  ballast_ = register_buffer("ballast", torch::zeros({ballast}));
}

Prediction ToyModel::predict(const Batch& batch) const {
  const Tensor sentiment = torch::matmul(batch.streams.visual.values, main_) + bias_;
  return {sentiment, {{"twice", 2 * sentiment}}};
}

Losses ToyModel::losses(const Batch& batch, const Step& step) {
  ++batches_in_pass_;
  seen_ += 1;
  Losses losses;
  if (stage_without_losses && step.pass.stage == 0) return losses;
  std::vector<int64_t>& order = rows[{step.pass.epoch, step.pass.stage}];
  order.insert(order.end(), batch.tokens.layout->utterance_ids.begin(), batch.tokens.layout->utterance_ids.end());
  keys.push_back(step.random.key("noise"));
  KeyedDraws draws(keys.back());
  const Tensor noisy = batch.streams.visual.values * (1 + 0.1 * draws.normal());
  if (step.pass.stage == 0) {
    Tensor value = (torch::matmul(noisy, likelihood_) - batch.labels.unsqueeze(1)).square().mean();
    if (memory_.defined()) value = value + (torch::matmul(memory_ - 0.5 * older_, likelihood_)).square().sum();
    if (poisoned && poisoned->pass.epoch == step.pass.epoch && poisoned->batch == step.batch)
      value = value * std::nan("");
    losses.add("likelihood", value, 1, batch.size());
  } else {
    losses.add("task", (torch::matmul(noisy, main_) + bias_ - batch.labels).abs().mean(), 1, batch.size());
    losses.add("agreement", torch::matmul(noisy, likelihood_).mean(), 0.1 * static_cast<double>(batches_in_pass_));
  }
  older_ = memory_.defined() ? memory_ : torch::zeros({3});
  memory_ = noisy.detach().mean(0);
  return losses;
}

std::vector<Stage> ToyModel::stages() const {
  Stage likelihood, main;
  likelihood.name = "likelihood";
  likelihood.groups = {{"likelihood", {{"likelihood", likelihood_}}, 1e-2, 1e-3}};
  likelihood.clip.limit = 0.5;
  main.name = "main";
  main.groups = {{"weights", {{"main", main_}}, 5e-2, 1e-3}, {"bias", {{"bias", bias_}}, 1e-2, 0}};
  main.schedule = {.kind = ScheduleOptions::Kind::plateau, .factor = 0.5, .patience = 0};
  main.clip = {Clip::Kind::norm, 0.3, Clip::Over::all};
  main.share = 0.75;
  return {likelihood, main};
}

void ToyModel::begin(const Pass&) { batches_in_pass_ = 0; }

void ToyModel::save_state(Archive& archive) const {
  archive.values["batches_in_pass"] = batches_in_pass_;
  if (!memory_.defined()) return;
  archive.tensors.emplace_back("older first", older_);
  archive.tensors.emplace_back("memory second", memory_);
}

void ToyModel::load_state(const Archive& archive) {
  batches_in_pass_ = archive.values.at("batches_in_pass");
  if (archive.tensors.empty()) return;
  older_ = archive.tensors.at(0).second;
  memory_ = archive.tensors.at(1).second;
}

Prediction ScriptedModel::predict(const Batch& batch) const {
  const bool test = batch.labels[0].item<float>() == 1;
  return {batch.labels + (test ? test_ : valid_).at(epoch_), {}};
}

Losses ScriptedModel::losses(const Batch& batch, const Step&) {
  Losses losses;
  losses.add("task", (weight_ - batch.labels).abs().mean());
  return losses;
}

std::vector<Stage> ScriptedModel::stages() const {
  Stage main;
  main.name = "main";
  main.groups = {{"all", {{"weight", weight_}}, 1e-3, 0}};
  return {main};
}

}  // namespace mmim
