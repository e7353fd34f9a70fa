#include "models/parts/pseudo_labels.h"

#include <cmath>

#include "core/error.h"

namespace mmim {

namespace {

constexpr double kSmall = 1e-8;

Tensor column_of(const TrainingSet& set, Task task) {
  for (const auto& [name, labels] : set.columns)
    if (name == label_column(task)) return labels.clone();
  throw DataError("the training split has no labels `" + label_column(task) + "` for the modality " + word(task));
}

}  // namespace

std::string word(Task task) {
  constexpr std::array<const char*, 4> kNames{"fusion", "text", "visual", "acoustic"};
  return kNames[static_cast<size_t>(task)];
}

std::string label_column(Task task) {
  constexpr std::array<const char*, 4> kNames{"M", "T", "V", "A"};
  return kNames[static_cast<size_t>(task)];
}

void PseudoLabelOptions::list(Options& o) {
  o.choice("from", from, {{"made", From::made}, {"columns", From::columns}},
           {.meaning = "labels of the modalities: made while training, or the data set's columns T, V and A (CH-SIMS)",
            .source = "code, MMSA: made",
            .earlier = "made"});
  o.choice("form", form, {{"code", Form::code}, {"paper", Form::paper}},
           {"distances to centres: plain, or squared over sqrt(d)", {}, "code, MMSA: code"});
  o.add("exclude_zero", exclude_zero,
        {"a label of 0 belongs to neither centre; else to the positive one", {}, "code: false; MMSA: true"});
  o.add("limit", limit,
        {"largest generated label; 3 stands for the largest of the data", above(0), "code: 3; MMSA: 1 on CH-SIMS"});
}

void PseudoLabels::reset(const TrainingSet& set, const PerTask<int64_t>& widths) {
  const Tensor& labels = set.labels;
  for (const Task task : kTasks)
    memory_[task] = {labels.clone(), at::zeros({labels.size(0), widths[task]}, labels.options()),
                     at::zeros({2, widths[task]}, labels.options())};
  if (options_.from == PseudoLabelOptions::From::made) return;
  for (const Task task : kSingleTasks) memory_[task].labels = column_of(set, task).to(labels.options());
}

Tensor PseudoLabels::leaning(Task task, const Tensor& features) const {
  const auto distance = [&](int64_t centre) {
    const Tensor difference = features - memory_[task].centres[centre];
    if (options_.form == PseudoLabelOptions::Form::code) return difference.norm(2, 1);
    return difference.square().sum(1) / std::sqrt(static_cast<double>(features.size(1)));
  };
  const Tensor positive = distance(0), negative = distance(1);
  return (negative - positive) / (positive + kSmall);
}

void PseudoLabels::relabel(const PerTask<Tensor>& features, const Tensor& rows, int64_t epoch) {
  const double count = static_cast<double>(epoch + 1);
  const Tensor truth = labels(Task::fusion).index_select(0, rows), whole = leaning(Task::fusion, features.fusion);
  for (const Task task : kSingleTasks) {
    const Tensor single = leaning(task, features[task]);
    const Tensor ratio = single / (options_.form == PseudoLabelOptions::Form::code ? whole + kSmall : whole);
    const Tensor shifted =
        (0.5 * ratio * truth + 0.5 * (truth + single - whole)).clamp(-options_.limit, options_.limit);
    const Tensor fresh = at::where(shifted.isnan(), truth, shifted);
    const Tensor before = labels(task).index_select(0, rows);
    memory_[task].labels.index_copy_(0, rows, (count - 1) / (count + 1) * before + 2 / (count + 1) * fresh);
  }
}

void PseudoLabels::recentre(Memory& memory) const {
  const Tensor positive = options_.exclude_zero ? memory.labels > 0 : memory.labels >= 0;
  const Tensor members = at::stack({positive, memory.labels < 0}).to(memory.features.scalar_type());
  const Tensor counts = members.sum(1, true);
  memory.centres = at::where(counts > 0, members.mm(memory.features) / counts.clamp_min(1), memory.centres);
}

void PseudoLabels::observe(const PerTask<Tensor>& features, const Tensor& rows, int64_t epoch) {
  const torch::NoGradGuard no_gradient;
  if (epoch > 0 && options_.from == PseudoLabelOptions::From::made) relabel(features, rows, epoch);
  for (const Task task : kTasks) {
    memory_[task].features.index_copy_(0, rows, features[task]);
    recentre(memory_[task]);
  }
}

void PseudoLabels::save(Archive& archive) const {
  for (const Task task : kTasks) {
    archive.tensors.emplace_back("labels/" + word(task), labels(task));
    archive.tensors.emplace_back("features/" + word(task), features(task));
    archive.tensors.emplace_back("centres/" + word(task), centres(task));
  }
}

void PseudoLabels::load(const Archive& archive) {
  const auto take = [&](const std::string& place, Tensor& into) {
    for (const auto& [path, saved] : archive.tensors)
      if (path == place) {
        if (saved.sizes() != into.sizes())
          throw DataError("the saved `" + place + "` has another shape than this run's");
        into.copy_(saved);
        return;
      }
    throw DataError("the saved state has no `" + place + "`");
  };
  for (const Task task : kTasks) {
    take("labels/" + word(task), memory_[task].labels);
    take("features/" + word(task), memory_[task].features);
    take("centres/" + word(task), memory_[task].centres);
  }
}

}  // namespace mmim
