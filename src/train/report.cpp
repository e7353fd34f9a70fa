#include "train/report.h"

#include <charconv>

#include "core/files.h"
#include "formats/csv.h"
#include "train/numbers.h"

namespace mmim {

namespace {

std::string shortest(float value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

}  // namespace

Json Report::to_json() const {
  Json values = Json::object();
  for (const Score& score : metrics)
    values[score.name] = {{"value", number_to_json(score.value)},
                          {"low", number_to_json(score.low)},
                          {"high", number_to_json(score.high)},
                          {"undefined", score.undefined}};
  Json json{{"metrics", values},
            {"model", model},
            {"preset", preset},
            {"encoder", encoder},
            {"encoder_sha256", encoder_sha256},
            {"data", data},
            {"data_fingerprint", fingerprint},
            {"synthetic", synthetic},
            {"split", split},
            {"utterances", utterances},
            {"seed", seed},
            {"protocol", protocol},
            {"best_epoch", best_epoch},
            {"epochs", epochs},
            {"version", MMIM_VERSION},
            {"machine", machine}};
  if (!watermark.empty()) json["watermark"] = watermark;
  return json;
}

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

}  // namespace mmim
