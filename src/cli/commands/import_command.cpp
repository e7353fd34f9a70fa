#include <iostream>
#include <memory>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/source_arguments.h"
#include "core/error.h"
#include "core/own_folder.h"
#include "corpus/synthetic.h"

namespace mmim {

namespace {

struct ImportArguments {
  std::string source, folder;
  SourceArguments reading;
  std::string lengths = "trimmed", non_finite = "zero", out_of_range = "refuse";
  ImportOptions options;
  SyntheticOptions synthetic;
};

int64_t non_finite_values(const Json& counts) {
  int64_t total = 0;
  for (const auto& split : counts)
    for (const auto& stream : split)
      for (const auto& count : stream.at("non_finite")) total += count.get<int64_t>();
  return total;
}

void print_summary(const Dataset& dataset, const std::string& folder) {
  const DatasetInfo& info = dataset.info;
  std::cout << folder << ": " << info.name << (info.synthetic ? " (SYNTHETIC)" : "") << ", layout " << info.layout;
  for (const SplitName name : kSplits) std::cout << ", " << word(name) << " " << dataset.split(name).size();
  for (const Modality m : kRowStreams) std::cout << ", " << word(m) << " " << info.streams[m].width;
  std::cout << ", alignment " << word(info.alignment) << ", lengths " << info.lengths << "\n";
  if (!info.columns.empty()) {
    std::cout << "further labels:";
    for (const LabelColumn& column : info.columns)
      std::cout << (&column == &info.columns[0] ? " " : ", ") << column.name << " from " << say(column.range);
    std::cout << " (`mmim train --label NAME` learns them)\n";
  }
  if (const int64_t odd = non_finite_values(info.counts))
    std::cout << odd << " values are not finite; they became "
              << (info.non_finite == "zero" ? "0" : "0 (NaN) or the largest float32") << "\n";
  for (const Note& note : info.notes) std::cout << note.sentence << "\n";
  if (info.extra.contains("note")) std::cout << info.extra["note"].get<std::string>() << "\n";
}

void run(ImportArguments& arguments) {
  const Options options(arguments.options);
  options.set("lengths", arguments.lengths);
  options.set("non_finite", arguments.non_finite);
  options.set("out_of_range", arguments.out_of_range);
  if (std::filesystem::exists(std::filesystem::path(arguments.source) / "dataset.json"))
    throw UsageError(arguments.source + ": is an imported data set already");
  expect_own_folder(arguments.folder, FolderKind::dataset);
  std::unique_ptr<Source> source;
  const SourceArguments& reading = arguments.reading;
  if (arguments.source == "synthetic") {
    const std::string given = reading.table.given().empty() ? reading.rows.given() : reading.table.given();
    if (!given.empty()) throw UsageError(given + ": is for tables of your own features and not for synthetic data");
    const Options listed(arguments.synthetic);
    for (const Options::Field& field : listed.fields()) field.set(field.get());  // checks ranges
    source = synthetic_source(arguments.synthetic);
  } else {
    source = with_rows(open_source(arguments.source, reading.layout, reading.labels, reading.table), reading.rows);
  }
  print_summary(import_dataset(*source, arguments.options, arguments.folder), arguments.folder);
}

std::string layout_help() {
  std::string text = "Layouts:\n";
  for (const LayoutEntry& entry : layouts())
    text += "  " + entry.name + ": " + entry.files + " (" + entry.origin + ")\n";
  return text;
}

}  // namespace

Action import_command(CLI::App& command) {
  const auto arguments = std::make_shared<ImportArguments>();
  command.add_option("SOURCE", arguments->source, "file or folder, or the word synthetic")->required();
  command.add_option("OUT", arguments->folder, "folder to write; a data set of that name is replaced")->required();
  add_source_arguments(command, arguments->reading);
  add_row_arguments(command, arguments->reading.rows);
  command.add_option("--lengths", arguments->lengths, "trimmed, zero_rows_counted or as_stored")->capture_default_str();
  command.add_option("--non-finite", arguments->non_finite, "NaN and infinities: zero or finite-max")
      ->capture_default_str();
  command
      .add_option("--out-of-range", arguments->out_of_range,
                  "labels outside of their range: refuse, or clamp to the nearer end")
      ->capture_default_str();
  command
      .add_option("--label-range", arguments->options.label_range,
                  "what labels can be: -1,1 (CH-SIMS), or happy=0,3 of further labels (default: -3,3, or as found)")
      ->allow_extra_args(false)
      ->type_name("[NAME=]LOW,HIGH");
  command.add_option("--name", arguments->options.name, "name of the data set in tables");
  SyntheticOptions& synthetic = arguments->synthetic;
  const std::string group = "Synthetic data";
  command.add_option("--utterances", synthetic.utterances, "utterances in all splits")
      ->capture_default_str()
      ->group(group);
  command.add_option("--visual-width", synthetic.visual_width, "features per visual row")
      ->capture_default_str()
      ->group(group);
  command.add_option("--acoustic-width", synthetic.acoustic_width, "features per acoustic row")
      ->capture_default_str()
      ->group(group);
  command.add_option("--longest", synthetic.longest, "rows of a stream: 1 to this many")
      ->capture_default_str()
      ->group(group);
  command.add_option("--visual-correlation", synthetic.visual_correlation, "of latent and visual statistic")
      ->capture_default_str()
      ->group(group);
  command.add_option("--acoustic-correlation", synthetic.acoustic_correlation, "of latent and acoustic statistic")
      ->capture_default_str()
      ->group(group);
  command.add_option("--beyond-text", synthetic.beyond_text, "share that streams explain and the text does not")
      ->capture_default_str()
      ->group(group);
  command.add_option("--seed", synthetic.seed, "seed of the synthetic data")->capture_default_str()->group(group);
  command.footer(command.get_footer() + "\n\n" + layout_help());
  return [arguments, &command] {
    refuse_leftovers(command);
    if (arguments->source != "synthetic")
      refuse_given(command,
                   {"--utterances", "--visual-width", "--acoustic-width", "--longest", "--visual-correlation",
                    "--acoustic-correlation", "--beyond-text", "--seed"},
                   "synthetic data, and " + arguments->source + " is none");
    run(*arguments);
    return 0;
  };
}

}  // namespace mmim
