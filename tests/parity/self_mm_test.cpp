#include "models/self_mm.h"

#include <gtest/gtest.h>

#include "parity/baseline.h"
#include "train/clip.h"
#include "train/update.h"

namespace mmim::golden::self_mm {
namespace {

/// What the recording calls a task: of its model and options, of its maps, of its outputs.
struct Names {
  std::string options, maps, output, feature;
};
const PerTask<Names> kNames{{"fusion", "fusion", "M", "f"},
                            {"text", "text", "T", "t"},
                            {"video", "vision", "V", "v"},
                            {"audio", "audio", "A", "a"}};

std::shared_ptr<Model> build(const Case& recorded, const Compute& compute) {
  const Json &m = recorded.settings().at("model"), &optimizer = recorded.settings().at("optimizer");
  SelfMmOptions o;
  o.visual = {.hidden = m.at("lstm_hidden").at("video"), .out = m.at("encoder_out").at("video")};
  o.acoustic = {.hidden = m.at("lstm_hidden").at("audio"), .out = m.at("encoder_out").at("audio")};
  for (const Task task : kTasks) {
    o.width[task] = m.at("post").at(kNames[task].options).at("dim");
    o.dropout[task] = m.at("post").at(kNames[task].options).at("dropout");
  }
  o.labels.exclude_zero = m.at("exclude_zero");
  o.labels.limit = m.at("label_clamp");
  for (const Json& group : optimizer.at("groups")) {
    const auto name = group.at("name").get<std::string>();
    const auto set = [&](SelfMmOptions::Rates& rates, const Json& value) {
      if (name == "bert") rates.text = value;
      if (name == "video") rates.visual = value;
      if (name == "audio") rates.acoustic = value;
      if (name == "other") rates.heads = value;
    };
    set(o.learning_rate, group.at("lr"));
    set(o.weight_decay, group.at("weight_decay"));
  }
  o.clip = recorded_clip(optimizer);
  o.accumulate = optimizer.at("accumulate");
  o.tail = optimizer.at("drop_incomplete_accumulation").get<bool>() ? Stage::Tail::drop : Stage::Tail::step;
  ModelInputs inputs;
  inputs.compute = compute;
  inputs.text = recorded_bert(recorded);
  inputs.widths = {0, m.at("input_dims").at("video"), m.at("input_dims").at("audio")};
  return o.build(inputs);
}

const System kSelfMm{.kind = "self_mm", .model = "self-mm", .build = build};

Ragged chosen(const Tensor& block, const Tensor& lengths, const Tensor& rows) {
  const Ragged stream = stream_of(block.index_select(0, rows), integers_of(lengths.index_select(0, rows)));
  return {stream.values, make_layout(integers_of(lengths.index_select(0, rows)), integers_of(rows))};
}

Batch batch_of(const Recorded& data, const Tensor& rows) {
  const Tensor text = data.at("text_bert");
  Batch batch;
  batch.tokens = chosen(text.select(1, 0), text.select(1, 1).sum(1), rows);
  batch.tokens.values = batch.tokens.values.to(at::kLong);
  batch.word_of_piece = batch.tokens.with(at::full_like(batch.tokens.values, -1));
  batch.streams.visual = chosen(data.at("vision"), data.at("vision_lengths"), rows);
  batch.streams.acoustic = chosen(data.at("audio"), data.at("audio_lengths"), rows);
  batch.labels = data.at("label").index_select(0, rows).reshape(-1);
  return batch;
}

Json tolerances_of(const Case& recorded) { return recorded.settings().at("tolerances").at("f32"); }

/// Labels and centres of every task, and the features where they were recorded too.
void expect_labels(const PseudoLabels& labels, const Recorded& want, const Json& tolerances) {
  const Tolerance generated = Tolerance::of(tolerances, "generated_label"),
                  forward = Tolerance::of(tolerances, "forward");
  for (const Task task : kTasks) {
    const std::string& name = kNames[task].maps;
    expect_close("label_" + name, labels.labels(task), want.at("label_" + name).reshape(-1), generated);
    expect_close("center_pos of " + name, labels.centres(task)[0], want.at("center_" + name + "_pos"), forward);
    expect_close("center_neg of " + name, labels.centres(task)[1], want.at("center_" + name + "_neg"), forward);
    if (want.contains("feature_" + name))
      expect_close("feature_" + name, labels.features(task), want.at("feature_" + name), forward);
  }
}

/// What the model computes of a batch before its update.
void expect_forward(SelfMm& model, const Batch& batch, const Step& step, const Recorded& want, const Json& tolerances) {
  const Tolerance forward = Tolerance::of(tolerances, "forward"), loss = Tolerance::of(tolerances, "loss");
  const PerTask<TaskHead::Out> out = model.run(batch, {});
  const Losses losses = model.losses(batch, step);
  const Tensor rows = at::tensor(batch.tokens.layout->utterance_ids, at::kLong);
  for (const Task task : kTasks) {
    const Names& names = kNames[task];
    expect_close("out_" + names.output, out[task].value, want.at("out_" + names.output).reshape(-1), forward);
    expect_close("Feature_" + names.feature, out[task].feature, want.at("Feature_" + names.feature), forward);
    expect_close("target_" + names.output, model.labels().labels(task).index_select(0, rows),
                 want.at("target_" + names.output).reshape(-1), Tolerance::of(tolerances, "generated_label"));
    const Losses::Term& term = losses.terms().at(static_cast<size_t>(task));
    expect_close("loss_" + names.output, term.value.reshape(1), want.at("loss_" + names.output).reshape(1), loss);
  }
  expect_close("loss_total", losses.total().reshape(1), want.at("loss_total").reshape(1), loss);
}

void expect_training(const Case& recorded, const Arithmetic& arithmetic) {
  const auto built = build_and_load(kSelfMm, recorded, arithmetic);
  auto& model = dynamic_cast<SelfMm&>(*built);
  const Recorded data = recorded.tensors("data.safetensors", arithmetic.dtype),
                 io = recorded.tensors("io.safetensors", arithmetic.dtype),
                 gradients = recorded.tensors("grads.safetensors", arithmetic.dtype);
  const Json tolerances = tolerances_of(recorded);
  const Stage stage = recorded_stage(recorded, kSelfMm.model, model);
  const int64_t batches = recorded.settings().at("run").at("batches_per_epoch"),
                epochs = recorded.settings().at("run").at("epochs");
  model.prepare({data.at("label").reshape(-1), {}});
  Optimizer optimizer(arithmetic.route);
  int64_t updates = 0;
  for (int64_t epoch = 0; epoch < epochs; ++epoch) {
    const std::string in_epoch = "epoch" + std::to_string(epoch + 1);
    for (int64_t number = 0; number < batches; ++number) {
      const std::string place = in_epoch + "/batch" + std::to_string(number) + "/";
      SCOPED_TRACE(place);
      const Recorded want = below(io, place);
      const Batch batch = batch_of(data, want.at("index").reshape(-1).to(at::kLong));
      const Step step{{epoch, 0}, number, Random(0)};
      expect_forward(model, batch, step, want, tolerances);
      const Accumulation accumulation = Accumulation::of(stage, number, batches);
      const Frozen frozen(model, stage);
      Updater{model, optimizer, stage}.step(batch, step, accumulation);
      updates += accumulation.completes;
      const Recorded sums = below(gradients, "accumulated_until_" + in_epoch + "_batch" + std::to_string(number) + "/");
      if (!sums.empty()) expect_gradients(model, kSelfMm.model, sums, Tolerance::of(tolerances, "gradient"));
      expect_labels(model.labels(), below(want, "after/"), tolerances);
    }
    expect_labels(model.labels(), below(io, in_epoch + "/end/"), tolerances);
    expect_changes(recorded, kSelfMm.model, model, "params_" + in_epoch, updates, arithmetic.dtype);
  }
}

TEST(SelfMmParity, TrainsAsThePublishedCode) {
  for (const Case& recorded : of_kind("self_mm"))
    for (const Arithmetic& arithmetic : kArithmetics) {
      SCOPED_TRACE(recorded.name() + arithmetic.name);
      expect_training(recorded, arithmetic);
    }
}

TEST(SelfMmParity, ItsOwnStageIsTheRecordedOne) {
  for (const Case& recorded : of_kind("self_mm")) {
    const auto model = build(recorded, {});
    expect_stages(*model, {recorded_stage(recorded, kSelfMm.model, *model)});
  }
}

TEST(SelfMmParity, MakesLabelsAsThePublishedCodeFromGivenFeatures) {
  for (const Case& recorded : of_kind("self_mm"))
    for (const torch::Dtype dtype : {at::kDouble, at::kFloat}) {
      SCOPED_TRACE(recorded.name());
      const Json& alone = recorded.settings().at("labelgen");
      const Recorded given = recorded.tensors(alone.at("file"), dtype);
      PseudoLabels labels({.exclude_zero = alone.at("exclude_zero"), .limit = alone.at("label_clamp")});
      PerTask<int64_t> widths;
      for (const Task task : kTasks) widths[task] = alone.at("dims").at(kNames[task].options);
      labels.reset({given.at("label").reshape(-1), {}}, widths);
      const int64_t epochs = alone.at("epochs"), size = alone.at("batch_size");
      for (int64_t epoch = 0; epoch < epochs; ++epoch) {
        const Recorded here = below(given, "epoch" + std::to_string(epoch + 1) + "/");
        int64_t number = 0;
        for (const Tensor& rows : here.at("order").reshape(-1).split(size)) {
          SCOPED_TRACE("epoch " + std::to_string(epoch + 1) + ", batch " + std::to_string(number));
          PerTask<Tensor> features;
          for (const Task task : kTasks) features[task] = here.at("feature_" + kNames[task].maps).index_select(0, rows);
          labels.observe(features, rows, epoch);
          expect_labels(labels, below(here, "batch" + std::to_string(number++) + "/after/"), tolerances_of(recorded));
        }
      }
    }
}

}  // namespace
}  // namespace mmim::golden::self_mm
