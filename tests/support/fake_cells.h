#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "core/keys.h"
#include "metrics/draws.h"
#include "metrics/metrics.h"
#include "results/cell.h"

namespace mmim {

/// A finished cell of made-up data, every metric `value`, without curves and draws.
inline Cell fake_cell(const std::string& row, int64_t seed, double value) {
  Cell cell;
  cell.experiment = "made-up";
  cell.row = row;
  cell.name = row + "-mosi-" + std::to_string(seed);
  cell.finished = true;
  cell.system = row + " (preset)";
  cell.seed = seed;
  cell.epochs = 3;
  cell.best_epoch = 2;
  cell.utterances = 686;
  cell.videos = 31;
  cell.parameters = 1234;
  cell.seconds = 60;
  cell.provenance.data = "mosi";
  cell.provenance.fingerprint = "0123456789abcdef";
  cell.provenance.encoder = "tiny";
  cell.provenance.encoder_sha256 = "fedcba9876543210";
  cell.provenance.protocol = "valid";
  cell.provenance.version = "0.1.0";
  cell.provenance.program = "5555555555555555";
  cell.provenance.machine = "a machine";
  cell.provenance.configuration_sha256 = "aaaaaaaaaaaaaaaa";
  cell.configuration = {{"model", "mmim"}, {"seed", seed}, {"train", {{"epochs", 3}}}};
  cell.valid_mae = value + 0.125;
  for (const Metric& metric : metrics()) cell.metrics[metric.name] = value;
  return cell;
}

inline Cell fake_failure(const std::string& row, int64_t seed, const std::string& reason) {
  Cell cell = fake_cell(row, seed, std::nan(""));
  cell.finished = false;
  cell.reason = reason;
  cell.metrics.clear();
  return cell;
}

/// A cell whose metrics and bootstrap draws are those of made-up predictions: truth, and noise of so much, over 12
/// videos of 10 utterances. The same videos for all cells.
inline Cell fake_predicted_cell(const std::string& row, int64_t seed, double noise, int64_t draws = 300) {
  KeyedDraws of_truth(subkey(7, "truth")), of_noise(subkey(static_cast<uint64_t>(seed), row));
  std::vector<float> prediction, truth;
  std::vector<std::string> video;
  for (int i = 0; i < 120; ++i) {
    truth.push_back(static_cast<float>(std::round(of_truth.normal() * 8) / 5));
    prediction.push_back(truth.back() + static_cast<float>(noise * of_noise.normal()));
    video.push_back("video " + std::to_string(i / 10));
  }
  Cell cell = fake_cell(row, seed, 0);
  for (const Metric& metric : metrics()) cell.metrics[metric.name] = metric.value(prediction, truth);
  cell.draws = to_json(draw_metrics(prediction, truth, video, draws));
  return cell;
}

/// The curve and steps of a run of `epochs`, whose MAE on valid falls by a tenth each.
inline void add_curves(Cell& cell, double first, int64_t epochs) {
  for (int64_t epoch = 1; epoch <= epochs; ++epoch) {
    const double mae = first - 0.1 * static_cast<double>(epoch - 1);
    cell.curve.push_back({epoch, 40 * epoch, mae, std::nan(""), {{"MAE", mae}}, {}, {{"main/task", 2 * mae}}});
  }
  cell.steps = {{"main", 20, {20, 40}, {{"task", {1.5, 0.5}}}}};
}

}  // namespace mmim
