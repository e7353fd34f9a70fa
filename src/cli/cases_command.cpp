#include <iostream>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/evaluation.h"
#include "cli/text_table.h"
#include "core/files.h"
#include "experiments/cases.h"
#include "tensor/device.h"
#include "train/run.h"

namespace mmim {

namespace {

struct CasesArguments {
  std::string model, data, split = "test", output, device = "auto";
  CaseOptions options;
  int threads = 0;
  bool json = false, quiet = false;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string shown(const Json& number) { return number.is_number() ? decimal(number.get<double>(), 4) : "-"; }

/// "text 0.67 (exp 1.95)" for each modality.
std::string scores_line(const Json& scores) {
  std::string line;
  for (const auto& [modality, score] : scores.items())
    line += (line.empty() ? "" : "  ") + modality + " " + shown(score.at("cosine")) + " (exp " +
            shown(score.at("exp")) + ")";
  return line;
}

std::string block(const Json& one) {
  std::string text = one.at("id").get<std::string>() + ": " + joined(one.at("tags").get<std::vector<std::string>>()) +
                     "\n  " + wrapped(one.at("text").get<std::string>(), 78, 2) + "\n  truth " +
                     shown(one.at("truth")) + "  prediction " + shown(one.at("prediction")) + "\n";
  if (!one.at("scores").empty()) text += "  " + scores_line(one.at("scores")) + "\n";
  return text;
}

/// JSON in which text that is no UTF-8 is replaced, never refused.
std::string dumped(const Json& json) {
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

void print(const Evaluation& evaluation, const Json& found) {
  std::cout << evaluation.heading();
  if (disagreement(evaluation.predictions).empty())
    std::cout << wrapped("This model gives its modalities no scores of their own: the best and the worst predictions.",
                         80, 0)
              << "\n";
  else
    std::cout << wrapped(
                     "The scores are cosines of what a modality says and what the fusion says of it (eq. 10), in "
                     "brackets their exponentials.",
                     80, 0)
              << "\n";
  for (const Json& one : found) std::cout << "\n" << block(one);
}

int run(const CasesArguments& given) {
  const SplitName split = split_of(given.split);
  prepare_machine(given.threads);
  const torch::Device device = device_of(given.device);
  TrainedModel trained = load_model(given.model, device);
  DataOptions data = trained.config->data;
  if (!given.data.empty()) data.folder = given.data;
  const Dataset dataset = open_data(data);
  const Evaluation evaluation = evaluate(trained, dataset, split, F1Weight::truth, device);
  const Json found = cases(evaluation.predictions, dataset.split(split), given.options);
  if (!given.output.empty()) write_file_atomically(given.output, dumped(found));
  if (given.json) std::cout << dumped(found);
  if (!given.json && !given.quiet) print(evaluation, found);
  return 0;
}

}  // namespace

Action cases_command(CLI::App& command) {
  auto given = std::make_shared<CasesArguments>();
  command.add_option("MODEL", given->model, "run folder or model folder")->required();
  command.add_option("DATA", given->data, "data-set folder (default: the data the model was trained on)");
  command.add_option("--split", given->split, "train, valid or test (default)");
  command.add_option("--id", given->options.ids, "utterances to show (default: they are picked)")->expected(1, -1);
  command
      .add_option("--pick", given->options.pick,
                  "how many of each kind: largest disagreement of the modalities, best, worst (default: 10)")
      ->check(CLI::Range(1, 1000000));
  command.add_option("--output", given->output,
                     "JSON file of the same; it holds text of the data set: mind who may read it");
  command.add_flag("--json", given->json, "print that JSON");
  command.add_flag("--quiet", given->quiet, "print nothing but errors");
  command.add_option("--device", given->device, "auto (default), cpu, cuda or cuda:N");
  command.add_option("--threads", given->threads, "CPU threads (default: all cores)")->check(CLI::Range(0, 4096));
  return [given, &command] {
    refuse_leftovers(command);
    return run(*given);
  };
}

}  // namespace mmim
