#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/look/profile.h"
#include "cli/look/progress.h"
#include "cli/look/scorecard.h"
#include "cli/look/text_table.h"
#include "core/error.h"
#include "core/files.h"
#include "core/stop.h"
#include "kernels/operations.h"
#include "tensor/device.h"
#include "train/run_folder.h"
#include "train/train_run.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct TrainArguments {
  std::string config, resume, output;
  std::vector<std::pair<std::string, std::string>> flags;  ///< option path, value
  std::vector<std::string> set;
  bool fast_dev_run = false, no_test = false, profile = false, quiet = false, json = false;
};

std::vector<std::string> assignments(const TrainArguments& given, const CLI::App& command) {
  std::vector<std::string> all;
  for (const auto& [path, value] : given.flags) all.push_back(path + "=" + value);
  if (given.fast_dev_run) all.push_back("train.fast_dev_run=true");
  all.insert(all.end(), given.set.begin(), given.set.end());
  const std::vector<std::string> words = command.remaining();
  if (words.empty()) return all;
  RunConfig defaults;
  const auto more = assignments_of(words, flags_of(command), defaults.options());
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// "; labels T, from -1 to 1" where they are not the usual ones.
std::string labels_of(const DatasetInfo& info) {
  const LabelRange range = info.labels;
  if (info.label.empty() && range == LabelRange{}) return "";
  return "; labels" + (info.label.empty() ? "" : " " + info.label + ",") + " from " + say(range);
}

/// On real data, what a text encoder with random weights means for the numbers.
void warn_of_encoder(const Run& run) {
  const std::string warning = encoder_warning(
      {.synthetic = run.dataset.info.synthetic, .encoder = run.encoder.name, .encoder_sha256 = run.encoder.sha256});
  if (!warning.empty())
    std::cerr << wrapped("WARNING: " + warning + " (`./dev encoder` fetches a pre-trained BERT)", 80, 0) << "\n\n";
}

/// What a person should know before the first epoch.
void introduce(const Run& run, const fs::path& folder) {
  int64_t parameters = 0;
  for (const Tensor& parameter : run.model->parameters()) parameters += parameter.numel();
  const BertOptions& bert = run.encoder.geometry;
  const bool random = run.encoder.weights.empty();
  std::vector<std::vector<std::string>> rows{
      {"run", run.config.model + ", seed " + std::to_string(run.config.seed) + ", into " + folder.string()},
      {"data", run.dataset.info.name + ": " + grouped(run.train->size()) + " train, " + grouped(run.valid->size()) +
                   " valid, " + grouped(run.test->size()) + " test" +
                   (run.dataset.info.synthetic ? " (SYNTHETIC)" : "") + labels_of(run.dataset.info)},
      {"text", random ? "a small BERT with random weights, as no --text.encoder is given" : run.encoder.name},
      {"", bert.kind().title + ", " + std::to_string(bert.layers) + " layers, width " + std::to_string(bert.width) +
               ", " + grouped(run.encoder.pieces->size()) + " word pieces"},
      {"model", grouped(parameters) + " parameters"},
      {"on", say_machine(run.device) + ", " + say_compute(run.config.train.compute, run.device)}};
  for (const std::string& doubt : run.doubts()) rows.push_back({"note", doubt});
  for (const Stage& stage : run.model->stages())
    if (stage.clip.over == Clip::Over::all && stage.clip.kind != Clip::Kind::none)
      rows.push_back(
          {"note", "stage " + stage.name + ": gradients of all parameters are computed, since all count in the clip"});
  std::cerr << aligned(rows, "ll") << "\n";
  warn_of_encoder(run);
}

void show(const Evaluation& evaluation, const fs::path& folder, const TrainArguments& given) {
  Json json = evaluation.to_json();
  json["folder"] = folder.string();
  if (given.json) std::cout << json.dump(2) << "\n";
  if (given.json || given.quiet) return;
  std::cerr << "\n";
  std::cout << table_of(evaluation);
  std::cerr << "\nThe run is in " << folder.string()
            << " (best/ predicts, report.json and predictions.csv hold these numbers).\n";
}

void finish_profile(Trace& trace, const fs::path& folder, bool quiet) {
  trace.stop();
  write_profile(folder, trace);
  if (quiet) return;
  std::cerr << "\nWhere the time went (" << (folder / "profile.txt").string() << "; profile.json opens in Perfetto):\n"
            << profile_table(trace);
}

int run_train(const TrainArguments& given, const CLI::App& command) {
  const std::vector<std::string> wanted = assignments(given, command);
  if (!given.output.empty()) expect_run_folder(given.output);
  RunConfig config =
      given.resume.empty()
          ? RunConfig::resolve(given.config.empty() ? Json::object() : read_toml(given.config), given.config, wanted)
          : resumed_config(given.resume, wanted);
  if (given.no_test && config.train.reads_test())
    throw UsageError("--no-test: train.select = as-published and train.watch_test read test after every epoch");
  if (given.no_test && !given.resume.empty() && completed_run(given.resume)) return 0;
  if (!given.resume.empty() && completed_run(given.resume) && fs::exists(fs::path(given.resume) / "report.json")) {
    if (!given.quiet) std::cerr << given.resume << ": this run is complete, there is nothing to resume\n";
    if (given.json) std::cout << read_json(fs::path(given.resume) / "report.json").dump(2) << "\n";
    return 0;
  }
  config.make_paths_absolute();
  prepare_machine(static_cast<int>(config.train.threads));
  stop_on_signals();
  const std::unique_ptr<Trace> trace = given.profile ? std::make_unique<Trace>() : nullptr;
  const std::unique_ptr<Run> run = prepare_run(std::move(config), !given.no_test);
  const fs::path folder = given.resume.empty() ? new_run_folder(given.output, *run) : fs::path(given.resume);
  if (!given.quiet) introduce(*run, folder);
  const std::unique_ptr<Observer> observer = make_observer(given.quiet);
  const RunOutcome outcome = train_run(*run, folder, *observer);
  const bool interrupted = outcome.end == RunOutcome::End::interrupted;
  if (!interrupted && !given.no_test) show(test_run(*run, folder, outcome), folder, given);
  if (!interrupted && !given.quiet && (given.no_test || given.json)) warn_of_encoder(*run);
  if (trace) finish_profile(*trace, folder, given.quiet);
  if (!interrupted) return 0;
  std::cerr << "stopped with a saved state; `mmim train --resume " << folder.string() << "` goes on\n";
  return stopped_exit_code();
}

}  // namespace

Action train_command(CLI::App& command) {
  auto given = std::make_shared<TrainArguments>();
  const auto flag = [&](const std::string& name, const std::string& path, const std::string& meaning) {
    command.add_option_function<std::string>(
        name, [given, path](const std::string& value) { given->flags.emplace_back(path, value); }, meaning);
  };
  CLI::Option* config =
      command.add_option("--config", given->config, "TOML file of options; may name model and preset");
  flag("--data", "data.folder", "data-set folder (default: synthetic data)");
  flag("--label", "data.label", "which labels are learned, e.g. T, happy (default: the data set's own)");
  flag("--text.encoder", "text.encoder", "Hugging Face BERT folder, or a hub name in the local cache");
  flag("--model", "model", "`mmim describe models` lists them");
  flag("--preset", "preset", "named set of options, e.g. mmim-paper (default), mmim-code, mmim-best");
  flag("--seed", "seed", "of weights, shuffles and dropout");
  flag("--select", "train.select", "valid (default), or as-published, which peeks at the test split and says so");
  flag("--device", "train.device", "auto (default), cpu, cuda or cuda:N");
  flag("--precision", "train.precision", "fp32 (default) or bf16: factors of the text encoder's matrix products");
  flag("--threads", "train.threads", "CPU threads (default: all that it may use; `mmim version`)");
  command.add_option("--set", given->set, "any option: --set a.b=c, also --a.b c; `mmim describe options`")
      ->allow_extra_args(false)
      ->type_name("a.b=c");
  CLI::Option* output =
      command.add_option("--output-dir", given->output, "the run folder (default: runs/MODEL-DATA-SEED)");
  command.add_option("--resume", given->resume, "go on with an interrupted run")->excludes(config)->excludes(output);
  command.add_flag("--fast-dev-run", given->fast_dev_run, "one epoch of three batches: does everything work?");
  command.add_flag("--no-test", given->no_test,
                   "do not read the test set in the end; --resume without it does so later");
  command.add_flag("--profile", given->profile, "write where the time went: profile.txt and profile.json (Perfetto)");
  command.add_flag("--quiet", given->quiet, "print nothing but errors");
  command.add_flag("--json", given->json, "print the test report as one JSON object");
  return [given, &command] { return run_train(*given, command); };
}

}  // namespace mmim
