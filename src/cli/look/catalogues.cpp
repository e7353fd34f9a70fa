#include "cli/look/catalogues.h"

#include <sstream>

#include "cli/look/text_table.h"
#include "core/names.h"
#include "corpus/source.h"
#include "metrics/metrics.h"
#include "predict/config.h"

namespace mmim {

namespace {

constexpr size_t kWidth = 80;

std::string may_be(const Options::Field& field) {
  std::string text;
  for (const std::string& choice : field.choices) text += (text.empty() ? "" : " | ") + choice;
  if (field.type == "choice") return text;
  if (!text.empty()) return field.type + " of " + text;
  return field.type + (field.range.empty() ? "" : ", " + field.range);
}

std::string escaped(std::string text) {
  for (size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) text.insert(at, "\\");
  return text;
}

}  // namespace

namespace {

/// A model as it is with its default options on MOSI's streams (20 visual, 5 acoustic numbers a row, padded to 50) and
/// vectors of BERT-base, whose own parameters are left out.
std::shared_ptr<Model> on_mosi(const ModelEntry& entry) {
  ModelInputs inputs;
  inputs.widths = {0, 20, 5};
  inputs.text = {.vocabulary = 1, .width = 768, .layers = 0, .heads = 12, .inner = 1, .positions = 1, .types = 1};
  for (const Modality m : kModalities) inputs.padded[m] = {50, Side::back};
  return entry.options()->build(inputs);
}

int64_t parameters_beside_text(const Model& model) {
  int64_t count = 0;
  for (const auto& parameter : model.named_parameters())
    if (!parameter.key().starts_with("text.")) count += parameter.value().numel();
  return count;
}

}  // namespace

Catalogue models_catalogue() {
  Catalogue list{"Models; parameters: beside BERT-base, on MOSI's streams",
                 {"model", "year", "stages", "text", "rows", "parameters", "paper"},
                 {},
                 Json::array()};
  for (const ModelEntry& entry : models()) {
    const auto model = on_mosi(entry);
    std::vector<std::string> stages;
    for (const Stage& stage : model->stages()) stages.push_back(stage.name);
    const Needs needs = model->needs();
    const std::string text = needs.text == Needs::Text::features ? "frozen" : "fine-tuned";
    const std::string rows = needs.aligned ? "aligned" : needs.modalities.size() > 1 ? "any" : "none";
    const int64_t parameters = parameters_beside_text(*model);
    list.rows.push_back(
        {entry.name, std::to_string(entry.year), listing(stages), text, rows, grouped(parameters), entry.paper});
    list.entries.push_back({{"name", entry.name},
                            {"year", entry.year},
                            {"stages", stages},
                            {"text", text},
                            {"rows", rows},
                            {"parameters_beside_text", parameters},
                            {"paper", entry.paper}});
  }
  return list;
}

Catalogue metrics_catalogue() {
  Catalogue list{"Metrics", {"metric", "better", "meaning"}, {}, Json::array()};
  for (const Scale scale : {Scale::mosi, Scale::sims, Scale::other})
    for (const Metric& metric : metrics(scale)) {
      const std::string better = metric.lower_is_better ? "lower" : "higher";
      list.rows.push_back({metric.name, better,
                           "labels " + say(scale) + ": " + metric.meaning +
                               (metric.share ? "; tables show percent, JSON files a share of 1" : "")});
      list.entries.push_back({{"name", metric.name},
                              {"labels", say(scale)},
                              {"better", better},
                              {"meaning", metric.meaning},
                              {"share", metric.share}});
    }
  return list;
}

Catalogue presets_catalogue() {
  Catalogue list{"Presets", {"preset", "model", "meaning"}, {}, Json::array()};
  for (const Preset& preset : presets()) {
    list.rows.push_back({preset.name, preset.model, preset.meaning});
    list.entries.push_back(
        {{"name", preset.name}, {"model", preset.model}, {"meaning", preset.meaning}, {"values", preset.values}});
  }
  return list;
}

namespace {

Catalogue listed(const std::string& title, const Options& options) {
  Catalogue list{title, {"option", "default", "may be", "meaning", "source"}, {}, Json::array()};
  for (const Options::Field& field : options.fields()) {
    list.rows.push_back({field.path, field.standard.dump(), may_be(field), field.meaning, field.source});
    Json entry{{"name", field.path}, {"default", field.standard}, {"type", field.type}, {"meaning", field.meaning}};
    if (!field.choices.empty()) entry["choices"] = field.choices;
    if (!field.range.empty()) entry["range"] = field.range;
    if (!field.source.empty()) entry["source"] = field.source;
    list.entries.push_back(entry);
  }
  return list;
}

}  // namespace

Catalogue options_catalogue(const std::string& model, const std::optional<std::string>& preset) {
  RunConfig config(model, preset);
  return listed("Options of a run of " + model, config.options());
}

Catalogue import_catalogue() {
  ImportOptions options;
  Options listing;
  options.list(listing);
  return listed("Options of `mmim import` (--name value)", listing);
}

namespace {

/// Columns side by side under their names, the last one below each row.
std::string with_last_below(const Catalogue& catalogue) {
  std::vector<std::vector<std::string>> rows{catalogue.columns};
  rows.insert(rows.end(), catalogue.rows.begin(), catalogue.rows.end());
  for (auto& row : rows) row.pop_back();
  std::istringstream lines(aligned(rows, std::string(rows[0].size() - 1, 'l') + "r"));
  std::string text, line;
  for (size_t i = 0; std::getline(lines, line); ++i) {
    text += "  " + line + "\n";
    if (i > 0) text += "      " + wrapped(catalogue.rows[i - 1].back(), kWidth - 6, 6) + "\n";
  }
  return text;
}

/// An option in two or three lines: name and default, what it may be, meaning, source.
std::string as_option(const std::vector<std::string>& row) {
  std::string text = "  " + padded(row[0] + " = " + row[1], 44) + "  " + wrapped(row[2], kWidth - 48, 48) + "\n";
  text += "      " + wrapped(row[3], kWidth - 6, 6) + "\n";
  if (!row[4].empty()) text += "      " + wrapped("[" + row[4] + "]", kWidth - 6, 6) + "\n";
  return text;
}

}  // namespace

std::string to_text(const Catalogue& catalogue) {
  constexpr size_t kList = 3, kOptions = 5;
  std::string text = catalogue.title + "\n";
  if (catalogue.columns.size() > kOptions) return text + with_last_below(catalogue);
  for (const auto& row : catalogue.rows)
    text += row.size() == kList
                ? "  " + padded(row[0], 14) + padded(row[1], 12) + wrapped(row[2], kWidth - 28, 28) + "\n"
                : as_option(row);
  return text;
}

std::string to_markdown(const Catalogue& catalogue) {
  std::string text = "## " + catalogue.title + "\n\n|", rule = "|";
  for (const std::string& column : catalogue.columns) {
    text += " " + column + " |";
    rule += "---|";
  }
  text += "\n" + rule + "\n";
  for (const auto& row : catalogue.rows) {
    text += "|";
    for (size_t i = 0; i < row.size(); ++i) text += " " + (i == 0 ? "`" + row[i] + "`" : escaped(row[i])) + " |";
    text += "\n";
  }
  return text;
}

}  // namespace mmim
