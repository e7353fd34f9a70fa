#pragma once
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace mmim {

/// Predictions of a split with what they are compared to. Rows in data-set order.
struct Predictions {
  std::vector<float> prediction, truth;
  std::vector<std::string> id, video;
  std::vector<std::pair<std::string, std::vector<float>>> scores;  ///< by name; as many values as predictions
};

/// predictions.csv: id, truth, prediction and a column for each score; with a `mark` (mark_of()) a column that repeats
/// it. Numbers read back to the same float.
void write_predictions(const std::filesystem::path& path, const Predictions& predictions, const std::string& mark = "");

/// Reads that file. DataError names it, and the row and column of what is no number.
Predictions read_predictions(const std::filesystem::path& path);

}  // namespace mmim
