#include "predict/predict_split.h"

#include <algorithm>
#include <cmath>

#include "core/trace.h"
#include "data/prefetch.h"

namespace mmim {

namespace {

void append(std::vector<float>& all, const Tensor& values) {
  const Tensor host = values.reshape({-1}).to(torch::kCPU, torch::kFloat).contiguous();
  all.insert(all.end(), host.const_data_ptr<float>(), host.const_data_ptr<float>() + host.numel());
}

void append_scores(Predictions& all, const NamedTensors& scores) {
  if (all.scores.empty())
    for (const auto& [name, unused] : scores) all.scores.push_back({name, {}});
  for (size_t i = 0; i < scores.size(); ++i) append(all.scores[i].second, scores[i].second);
}

template <class OfBatch>
Predictions gather(const PreparedSplit& split, int64_t batch_size, torch::Device device, int64_t most,
                   const OfBatch& predict) {
  const torch::NoGradGuard no_gradient;
  const int64_t count = std::min(split.size(), most);
  Predictions all;
  const auto batches = batches_of(count, batch_size, {});
  Prefetch loader(split, batches, device);
  for (size_t i = 0; i < batches.size(); ++i) {
    const Batch batch = in_span("load", -1, [&] { return loader.next(); });
    const Span span("predict");
    const Prediction prediction = predict(batch);
    append(all.prediction, prediction.sentiment);
    append_scores(all, prediction.scores);
  }
  for (int64_t i = 0; i < count; ++i) {
    all.truth.push_back(split.split().label(i));
    all.id.emplace_back(split.split().id(i));
    all.video.emplace_back(split.split().video(i));
  }
  return all;
}

void append_rows(std::vector<std::pair<std::string, std::vector<Tensor>>>& all, const NamedTensors& rows) {
  if (all.empty())
    for (const auto& [name, unused] : rows) all.push_back({name, {}});
  for (size_t i = 0; i < rows.size(); ++i) all[i].second.push_back(rows[i].second);
}

}  // namespace

SplitView view_split(const Model& model, const PreparedSplit& split, int64_t batch_size, torch::Device device,
                     int64_t most) {
  std::vector<std::pair<std::string, std::vector<Tensor>>> parts;
  SplitView view;
  view.predictions = gather(split, batch_size, device, most, [&](const Batch& batch) {
    Observed observed = model.observe(batch);
    append_rows(parts, observed.rows);
    return std::move(observed.prediction);
  });
  if (parts.empty()) return view;
  NamedTensors rows;
  for (const auto& [name, tensors] : parts) rows.emplace_back(name, at::cat(tensors));
  view.summary = model.split_summary(rows, at::tensor(view.predictions.truth, at::kFloat).to(device));
  return view;
}

Predictions predict_split(const Model& model, const PreparedSplit& split, int64_t batch_size, torch::Device device,
                          int64_t most) {
  return gather(split, batch_size, device, most, [&](const Batch& batch) { return model.predict(batch); });
}

double criterion_of(Criterion criterion, const Predictions& predictions) {
  double sum = 0;
  for (size_t i = 0; i < predictions.truth.size(); ++i) {
    const double error = static_cast<double>(predictions.prediction[i]) - static_cast<double>(predictions.truth[i]);
    sum += criterion == Criterion::mean_squared_error ? error * error : std::abs(error);
  }
  return sum / static_cast<double>(predictions.truth.size());
}

}  // namespace mmim
