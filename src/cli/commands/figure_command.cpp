#include <iostream>

#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "core/error.h"
#include "core/own_folder.h"
#include "experiments/analyses/bound_figure.h"
#include "report/figures/figure.h"
#include "tensor/device.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

struct FigureArguments {
  std::string what, output;
  std::optional<int64_t> every;
  int64_t seed = BoundOptions().seed;
  bool terms = false;
};

constexpr const char* kBound = "bound";

/// Beside what is drawn: RUN/curves, or cell.json's name without its ending.
fs::path stem_of(const FigureArguments& given) {
  if (!given.output.empty()) return given.output;
  const fs::path what = given.what;
  return fs::is_directory(what) ? what / "curves" : fs::path(what).replace_extension();
}

/// Before anything is read: the files of a drawing replace files, never folders.
void expect_stem(const fs::path& stem, const std::vector<std::string>& endings) {
  if (!stem.has_filename() || fs::is_directory(stem))
    throw UsageError(stem.string() + ": is a folder; name a path in it without .svg and .png, such as " +
                     (stem / "curves").string());
  for (const std::string& ending : endings)
    if (const fs::path file = stem.string() + ending; fs::exists(file)) expect_file(file);
}

void say(const std::vector<fs::path>& paths) {
  for (const fs::path& path : paths) std::cout << path.string() << "\n";
}

int figure_of_bound(const FigureArguments& given) {
  prepare_machine(1);
  const fs::path stem = given.output.empty() ? kBound : given.output;
  expect_stem(stem, {".svg", ".png", ".json"});
  const BoundStudy study = study_bound({.seed = given.seed});
  say(draw(bound_figure(study), stem));
  write_json(stem.string() + ".json", study.to_json());
  std::cout << stem.string() << ".json\n";
  return 0;
}

int figure(const FigureArguments& given) {
  if (given.what == kBound) return figure_of_bound(given);
  expect_stem(stem_of(given), {".svg", ".png"});
  const RunCurves curves = read_run_curves(given.what, given.every);
  const PlotFigure drawing = curves_figure(curves, given.terms ? FigureTerms::all : FigureTerms::summed);
  say(draw(drawing, stem_of(given)));
  return 0;
}

}  // namespace

Action figure_command(CLI::App& command) {
  auto given = std::make_shared<FigureArguments>();
  command
      .add_option("RUN", given->what,
                  "a run folder, the cell.json of an experiment, or `bound`: the Barber-Agakov bound against the truth")
      ->required();
  command.add_option("--every", given->every, "batches in a mean (default: 20, as in the paper)")
      ->check(CLI::PositiveNumber);
  command.add_flag("--terms", given->terms, "every term of every stage, instead of L_task, L_CPC and L_BA");
  command.add_option("--seed", given->seed, "of `bound`: data, first weights and batches (default: 7)")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--output", given->output,
                     "path without .svg and .png (default: RUN/curves; of a cell file its own; bound)");
  return [given, &command] {
    refuse_leftovers(command);
    return figure(*given);
  };
}

}  // namespace mmim
