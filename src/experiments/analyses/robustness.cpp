#include "experiments/analyses/robustness.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/keys.h"
#include "core/numbers.h"
#include "data/prefetch.h"
#include "experiments/analyses/missing.h"
#include "metrics/metrics.h"
#include "metrics/spread.h"
#include "predict/predict_dataset.h"
#include "predict/text_features.h"

namespace mmim {

namespace {

void check(const RobustnessOptions& options) {
  const auto& shares = options.shares;
  const bool rising = std::adjacent_find(shares.begin(), shares.end(), std::greater_equal<>()) == shares.end();
  if (shares.size() < 2 || shares.front() != 0 || shares.back() != 1 || !rising)
    throw ConfigError("shares of what is missing have to increase from 0 to 1");
  if (options.draws < 1 || options.row_draws < 0)
    throw ConfigError("robustness needs at least one draw of utterances and no negative number of draws of rows");
}

using Values = std::vector<float>;
using Change = std::function<Batch(const Batch&)>;

/// What a model predicts of a split whose batches are changed on the way.
class Passes {
 public:
  Passes(const TrainedModel& trained, const PreparedSplit& split, torch::Device device)
      : model_(*trained.model), split_(split), device_(device), batch_size_(trained.config.train.batch_size) {}

  Values predict(const Change& change) const {
    const torch::NoGradGuard no_gradient;
    const auto batches = batches_of(split_.size(), batch_size_, {});
    Prefetch loader(split_, batches, device_);
    Values all;
    for (size_t i = 0; i < batches.size(); ++i) {
      const Tensor values = model_.predict(change(loader.next())).sentiment.to(torch::kCPU, torch::kFloat).contiguous();
      all.insert(all.end(), values.const_data_ptr<float>(), values.const_data_ptr<float>() + values.numel());
    }
    return all;
  }

 private:
  Model& model_;
  const PreparedSplit& split_;
  torch::Device device_;
  int64_t batch_size_;
};

uint64_t key_of(const RobustnessOptions& options, std::string_view what, int64_t draw) {
  return subkey(subkey(options.seed, what), static_cast<uint64_t>(draw));
}

/// A row is missing when its number, drawn once, is below the share: the missing sets are nested.
MissingRows rows_below(double share, uint64_t key) {
  return [share, key](int64_t utterance, int64_t rows) {
    KeyedDraws draws(subkey(key, static_cast<uint64_t>(utterance)));
    std::vector<bool> gone;
    for (int64_t t = 0; t < rows; ++t) gone.push_back(draws.uniform() < share);
    return gone;
  };
}

/// The first of a keyed order of the utterances take the second prediction, the others the first one.
Values partly(const Values& with, const Values& without, double share, uint64_t key) {
  const auto count = static_cast<int64_t>(with.size());
  const std::vector<int64_t> order = permutation(count, key);
  Values values = with;
  for (int64_t k = 0; k < std::llround(share * static_cast<double>(count)); ++k) {
    const auto utterance = static_cast<size_t>(order[static_cast<size_t>(k)]);
    values[utterance] = without[utterance];
  }
  return values;
}

/// The area below straight lines between `values`; NaN when one is.
double area_of(const std::vector<double>& shares, const std::vector<double>& values) {
  double area = 0;
  for (size_t s = 1; s < shares.size(); ++s) area += (shares[s] - shares[s - 1]) * (values[s] + values[s - 1]) / 2;
  return area;
}

/// Mean and deviation of those that have a value.
struct Defined {
  Spread spread{std::nan(""), std::nan("")};
  int64_t undefined = 0;
  explicit Defined(std::vector<double> values) {
    undefined = static_cast<int64_t>(std::erase_if(values, [](double value) { return std::isnan(value); }));
    if (!values.empty()) spread = spread_of(values);
  }
};

/// One metric, [draw][share].
Json metric_json(const std::vector<double>& shares, const std::vector<std::vector<double>>& drawn) {
  Json json{{"mean", Json::array()}, {"sd", Json::array()}, {"undefined", Json::array()}};
  for (size_t s = 0; s < shares.size(); ++s) {
    std::vector<double> values;
    for (const auto& draw : drawn) values.push_back(draw[s]);
    const Defined defined(values);
    json["mean"].push_back(number_to_json(defined.spread.mean));
    json["sd"].push_back(number_to_json(defined.spread.deviation));
    json["undefined"].push_back(defined.undefined);
  }
  std::vector<double> areas;
  for (const auto& draw : drawn) areas.push_back(area_of(shares, draw));
  const Defined area(areas);
  json["area"] = number_to_json(area.spread.mean);
  json["area_sd"] = number_to_json(area.spread.deviation);
  return json;
}

Json curve_json(Modality modality, const char* missing, const std::vector<double>& shares,
                const std::vector<std::vector<Tally>>& drawn, Scale scale) {
  Json values = Json::object();
  for (const Metric& metric : metrics(scale)) {
    std::vector<std::vector<double>> of_metric;
    for (const auto& draw : drawn) {
      of_metric.emplace_back();
      for (const Tally& sums : draw) of_metric.back().push_back(metric.of(sums));
    }
    values[metric.name] = metric_json(shares, of_metric);
  }
  return {{"modality", word(modality)}, {"missing", missing}, {"draws", drawn.size()}, {"metrics", values}};
}

/// The split as the model reads it: with its frozen text features, so that only a changed text costs the encoder.
PreparedSplit prepared(const TrainedModel& trained, const Dataset& dataset, SplitName split, torch::Device device) {
  check_predictable(trained, dataset, split);
  PreparedSplit all(dataset.split(split), dataset.info, *trained.pieces, trained.config.text.limits());
  if (const Needs needs = trained.model->needs(); needs.text == Needs::Text::features)
    all.attach_text_rows(
        text_features(*trained.model->text_encoder(), all, EncoderSource{}, trained.config, device, needs.text_rows),
        needs.text_rows);
  return all;
}

/// What the curves of one modality are made of.
struct Ground {
  const RobustnessOptions& options;
  std::function<Values(const Change&)> predict;
  Absence absence;
  Scale scale;
  Values truth, with;  ///< nothing is missing
};

/// Whole utterances without the modality: they take the prediction `without`, the others keep theirs.
Json stream_curve(const Ground& ground, Modality modality, const Values& without) {
  const RobustnessOptions& options = ground.options;
  std::vector<std::vector<Tally>> drawn(static_cast<size_t>(options.draws));
  for (size_t draw = 0; draw < drawn.size(); ++draw) {
    const uint64_t key = key_of(options, "utterances", static_cast<int64_t>(draw));
    for (const double share : options.shares)
      drawn[draw].push_back(tally(partly(ground.with, without, share, key), ground.truth, ground.scale));
  }
  return curve_json(modality, "stream", options.shares, drawn, ground.scale);
}

/// Predictions where a share of the modality's rows is missing; both ends are known.
Values predicted_without_rows(const Ground& ground, Modality modality, const Values& without, double share,
                              uint64_t key) {
  if (share == 0) return ground.with;
  if (share == 1) return without;
  const MissingRows missing = rows_below(share, key);
  return ground.predict([&](const Batch& batch) { return without_rows(batch, modality, ground.absence, missing); });
}

/// Rows of every utterance are missing, drawn anew `row_draws` times.
Json row_curve(const Ground& ground, Modality modality, const Values& without) {
  const RobustnessOptions& options = ground.options;
  std::vector<std::vector<Tally>> drawn(static_cast<size_t>(options.row_draws));
  for (size_t draw = 0; draw < drawn.size(); ++draw) {
    const uint64_t key = key_of(options, "rows", static_cast<int64_t>(draw));
    for (const double share : options.shares)
      drawn[draw].push_back(
          tally(predicted_without_rows(ground, modality, without, share, key), ground.truth, ground.scale));
  }
  return curve_json(modality, "rows", options.shares, drawn, ground.scale);
}

}  // namespace

Json robustness(const TrainedModel& trained, const Dataset& dataset, SplitName split_name, torch::Device device,
                const RobustnessOptions& options) {
  check(options);
  const PreparedSplit split = prepared(trained, dataset, split_name, device);
  const Needs needs = trained.model->needs();
  const Passes passes(trained, split, device);
  const auto between = static_cast<int64_t>(options.shares.size()) - 2;
  const int64_t all = 1 + static_cast<int64_t>(needs.modalities.size()) * (1 + options.row_draws * between);
  int64_t done = 0;
  const auto predict = [&](const Change& change) {
    Values values = passes.predict(change);
    if (options.on_pass) options.on_pass(++done, all);
    return values;
  };

  Ground ground{options, predict, absence_of(needs), scale_of(dataset.info.labels), {}, predict([](const Batch& batch) {
                  return batch;
                })};
  for (int64_t i = 0; i < split.size(); ++i) ground.truth.push_back(split.split().label(i));
  Json curves = Json::array();
  for (const Modality modality : needs.modalities) {
    const Values without = predict([&](const Batch& batch) { return without_modality(batch, modality); });
    curves.push_back(stream_curve(ground, modality, without));
    if (options.row_draws > 0) curves.push_back(row_curve(ground, modality, without));
  }
  return {{"split", word(split_name)}, {"utterances", split.size()},   {"seed", options.seed},
          {"shares", options.shares},  {"rows", word(ground.absence)}, {"curves", curves}};
}

}  // namespace mmim
