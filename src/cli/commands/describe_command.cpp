#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/look/catalogues.h"
#include "cli/look/model_description.h"
#include "core/error.h"
#include "core/names.h"
#include "tensor/device.h"

namespace mmim {

namespace {

struct DescribeArguments {
  std::string subject, model = "mmim", preset;
  bool json = false, markdown = false;
};

struct Subject {
  std::string name;
  Catalogue (*make)(const std::string& model, const std::optional<std::string>& preset);
};

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> all{
      {"models", [](const std::string&, const std::optional<std::string>&) { return models_catalogue(); }},
      {"metrics", [](const std::string&, const std::optional<std::string>&) { return metrics_catalogue(); }},
      {"presets", [](const std::string&, const std::optional<std::string>&) { return presets_catalogue(); }},
      {"options", options_catalogue},
      {"import", [](const std::string&, const std::optional<std::string>&) { return import_catalogue(); }},
  };
  return all;
}

std::string print(const Catalogue& catalogue, const DescribeArguments& given) {
  if (given.markdown) return to_markdown(catalogue);
  return to_text(catalogue);
}

int describe_catalogues(const DescribeArguments& given) {
  const std::optional<std::string> preset =
      given.preset.empty() ? std::nullopt : std::optional<std::string>(given.preset);
  Json all = Json::object();
  std::string text;
  for (const Subject& subject : subjects()) {
    if (!given.subject.empty() && subject.name != given.subject) continue;
    const Catalogue catalogue = subject.make(given.model, preset);
    all[subject.name] = catalogue.to_json();
    text += (text.empty() ? "" : "\n") + print(catalogue, given);
  }
  std::cout << (given.json ? all.dump(2) + "\n" : text);
  return 0;
}

int describe_run(const DescribeArguments& given) {
  if (given.markdown) throw UsageError("--markdown is for models, metrics, presets and options, not for a run");
  prepare_machine(0);
  TrainedModel trained = load_model(given.subject, torch::kCPU);
  const ModelDescription description = describe_model(trained);
  std::cout << (given.json ? description.to_json().dump(2) + "\n" : description.to_text());
  return 0;
}

int describe(const DescribeArguments& given) {
  std::vector<std::string> known;
  for (const Subject& subject : subjects()) known.push_back(subject.name);
  const bool catalogue = given.subject.empty() || std::find(known.begin(), known.end(), given.subject) != known.end();
  if (catalogue) return describe_catalogues(given);
  if (std::filesystem::is_directory(given.subject)) return describe_run(given);
  throw UsageError("`" + given.subject + "` is neither a folder nor one of " + listing(known) +
                   did_you_mean(given.subject, known));
}

}  // namespace

Action describe_command(CLI::App& command) {
  auto given = std::make_shared<DescribeArguments>();
  command.add_option("SUBJECT", given->subject,
                     "models, metrics, presets, options or import (default: all), or a run or model folder");
  command.add_option("--model", given->model, "whose options (default: mmim)");
  command.add_option("--preset", given->preset, "whose values are the defaults (default: the model's first)");
  command.add_flag("--json", given->json, "print one JSON object");
  command.add_flag("--markdown", given->markdown, "print tables for documents");
  return [given, &command] {
    refuse_leftovers(command);
    return describe(*given);
  };
}

}  // namespace mmim
