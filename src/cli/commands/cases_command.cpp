#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/commands/model_on_data.h"
#include "cli/look/scorecard.h"
#include "cli/look/text_table.h"
#include "core/files.h"
#include "core/own_folder.h"
#include "results/cases.h"
#include "results/mean_json.h"

namespace mmim {

namespace {

struct CasesArguments : ModelOnDataArguments {
  std::string output;
  CaseOptions options;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string shown(const Json& number) { return decimal(number_or_nan(number), 4); }

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
  std::cout << heading_of(evaluation);
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
  if (!given.output.empty()) expect_file(given.output);
  ModelOnData subject(given);
  const Evaluation evaluation = subject.evaluated();
  const Json found = cases(evaluation.predictions, subject.dataset.split(subject.split), given.options);
  if (!given.output.empty()) write_file_atomically(given.output, dumped(found));
  if (given.json) std::cout << dumped(found);
  if (!given.json && !given.quiet) print(evaluation, found);
  return 0;
}

}  // namespace

Action cases_command(CLI::App& command) {
  auto given = std::make_shared<CasesArguments>();
  given->add_subject(command);
  command.add_option("--id", given->options.ids, "utterances to show (default: they are picked)")->expected(1, -1);
  command
      .add_option("--pick", given->options.pick,
                  "how many of each kind: largest disagreement of the modalities, best, worst (default: 10)")
      ->check(CLI::Range(1, 1000000));
  command.add_option("--output", given->output,
                     "JSON file of the same; it holds text of the data set: mind who may read it");
  given->add_surroundings(command, "print that JSON");
  return [given, &command] {
    refuse_leftovers(command);
    return run(*given);
  };
}

}  // namespace mmim
