#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/look/text_table.h"
#include "core/error.h"
#include "core/own_folder.h"
#include "core/part_folder.h"
#include "published/catalog.h"
#include "published/weight_import.h"
#include "tensor/device.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct ImportWeightsArguments {
  std::string file, output, config, vocabulary;
  std::vector<std::pair<std::string, std::string>> flags;  ///< option path, value
  std::vector<std::string> set;
  bool partial = false, json = false, quiet = false;
};

std::vector<std::string> assignments(const ImportWeightsArguments& given, const CLI::App& command) {
  std::vector<std::string> all;
  for (const auto& [path, value] : given.flags) all.push_back(path + "=" + value);
  all.insert(all.end(), given.set.begin(), given.set.end());
  RunConfig defaults;
  const auto more = assignments_of(command.remaining(), flags_of(command), defaults.options());
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::string values_of(const Json& options) {
  std::string text;
  for (const auto& [path, value] : options.items())
    text += (text.empty() ? "" : ", ") + path + " " + (value.is_string() ? value.get<std::string>() : value.dump());
  return text.empty() ? "none" : text;
}

std::string names_of(const std::vector<std::string>& names) {
  constexpr size_t kShown = 6;
  std::string text = std::to_string(names.size());
  for (size_t i = 0; i < names.size() && i < kShown; ++i) text += (i == 0 ? ": " : ", ") + names[i];
  return text + (names.size() > kShown ? ", ... (--json lists all)" : "");
}

std::string table_of(const WeightReport& report, const ImportWeightsArguments& given) {
  std::string text;
  const auto row = [&](const std::string& head, const std::string& said) {
    text += padded(head, 14) + wrapped(said, 86, 14) + "\n";
  };
  row("weights", report.model + ", " + given.file);
  row("matched", grouped(report.matched) + " of " + grouped(report.tensors) + " tensors");
  if (!report.missing.empty()) row("missing", names_of(report.missing) + "; as the seed draws them");
  if (!report.left_over.empty()) row("left over", names_of(report.left_over));
  if (!report.idle.empty()) row("not needed", names_of(report.idle));
  row("text encoder", report.encoder);
  row("options", "as the weights have them: " + values_of(report.shown));
  row("", "as configured, since no tensor tells: " + values_of(report.without_trace));
  for (const std::string& note : report.notes) row("note", note);
  return text;
}

int run(const ImportWeightsArguments& given, const CLI::App& command) {
  expect_own_folder(given.output, FolderKind::model);
  prepare_machine(0);
  WeightRequest request{.file = given.file,
                        .configuration = given.config.empty() ? Json::object() : read_toml(given.config),
                        .where = given.config,
                        .assignments = assignments(given, command),
                        .vocabulary = given.vocabulary,
                        .partial = given.partial};
  WeightImport imported = import_weights(request);
  imported.trained.config.make_paths_absolute();
  PartFolder folder(given.output);
  save_model(folder.path(), imported.trained);
  folder.commit();

  Json json = imported.report.to_json();
  json["folder"] = given.output;
  if (given.json) std::cout << json.dump(2) << "\n";
  if (!given.json && !given.quiet) std::cout << table_of(imported.report, given);
  if (!imported.report.left_over.empty())
    std::cerr << "mmim: " << given.file << ": " << imported.report.left_over.size()
              << " tensors have no place in model " << imported.report.model
              << "; its predictions are not those of the published program if it reads them\n";
  if (!given.json && !given.quiet)
    std::cerr << "the model is in " << given.output << "; `mmim evaluate " << given.output << " DATA` scores it\n";
  return 0;
}

}  // namespace

Action import_weights_command(CLI::App& command) {
  auto given = std::make_shared<ImportWeightsArguments>();
  const auto flag = [&](const std::string& name, const std::string& path, const std::string& meaning) {
    command.add_option_function<std::string>(
        name, [given, path](const std::string& value) { given->flags.emplace_back(path, value); }, meaning);
  };
  command.add_option("FILE", given->file, "state dictionary that torch.save wrote, or the same as .safetensors")
      ->required();
  command.add_option("OUTPUT", given->output, "model folder to write")->required();
  flag("--model", "model", "one of " + listing(published_models()) + "; " + RunConfig().model + " unless given");
  flag("--data", "data.folder", "data-set folder: widths and lengths of the streams, range of the labels");
  flag("--text.encoder", "text.encoder", "Hugging Face BERT folder or hub name, for weights without a text encoder");
  command.add_option("--vocab", given->vocabulary, "vocab.txt of the file's own text encoder, or a folder with it");
  command.add_option("--config", given->config, "TOML file of options that no tensor tells");
  command.add_option("--set", given->set, "any option: --set a.b=c, also --a.b c; `mmim describe options`")
      ->allow_extra_args(false)
      ->type_name("a.b=c");
  command.add_flag("--partial", given->partial, "leave parameters that the file lacks as the seed draws them");
  command.add_flag("--json", given->json, "print the report as one JSON object");
  command.add_flag("--quiet", given->quiet, "print nothing but warnings and errors");
  return [given, &command] { return run(*given, command); };
}

}  // namespace mmim
