#include "results/predictions.h"

#include <charconv>
#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "corpus/dataset.h"
#include "corpus/video.h"
#include "formats/csv.h"

namespace mmim {

namespace {

std::string shortest(float value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

float number_in(const std::string& field, const std::string& where) {
  float value = 0;
  const auto [end, fault] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (fault != std::errc() || end != field.data() + field.size())
    throw DataError(where + ": `" + field + "` is no number");
  return value;
}

float finite_in(const std::string& field, const std::string& where) {
  const float value = number_in(field, where);
  if (!std::isfinite(value)) throw DataError(where + ": `" + field + "` is not finite");
  return value;
}

}  // namespace

void write_predictions(const std::filesystem::path& path, const Predictions& predictions, const std::string& mark) {
  AtomicWriter writer(path);
  std::vector<std::string> fields{"id", "truth", "prediction"};
  for (const auto& [name, unused] : predictions.scores) fields.push_back(name);
  if (!mark.empty()) fields.emplace_back("mark");
  writer.write(csv_line(fields));
  for (size_t i = 0; i < predictions.id.size(); ++i) {
    fields = {predictions.id[i], shortest(predictions.truth[i]), shortest(predictions.prediction[i])};
    for (const auto& [unused, values] : predictions.scores) fields.push_back(shortest(values[i]));
    if (!mark.empty()) fields.push_back(mark);
    writer.write(csv_line(fields));
  }
  writer.commit();
}

Predictions read_predictions(const std::filesystem::path& path) {
  const Table table = read_csv(path);
  const size_t id = table.column("id", path.string()), truth = table.column("truth", path.string()),
               prediction = table.column("prediction", path.string());
  Predictions all;
  std::vector<size_t> scores;
  for (size_t column = 0; column < table.header.size(); ++column) {
    if (column == id || column == truth || column == prediction || table.header[column] == "mark") continue;
    scores.push_back(column);
    all.scores.push_back({table.header[column], {}});
  }
  for (size_t i = 0; i < table.rows.size(); ++i) {
    const std::vector<std::string>& row = table.rows[i];
    const std::string where = path.string() + " row " + std::to_string(i + 1);
    all.id.push_back(row[id]);
    all.video.emplace_back(video_of(row[id]));
    all.truth.push_back(finite_in(row[truth], where));
    all.prediction.push_back(finite_in(row[prediction], where));
    for (size_t k = 0; k < scores.size(); ++k) all.scores[k].second.push_back(number_in(row[scores[k]], where));
  }
  return all;
}

}  // namespace mmim
