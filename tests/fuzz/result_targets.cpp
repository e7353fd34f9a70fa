#include "core/files.h"
#include "formats/csv.h"
#include "fuzz/targets.h"
#include "report/figures/figure.h"
#include "report/files.h"
#include "results/cell_folder.h"
#include "results/comparison.h"
#include "results/experiment_record.h"
#include "results/outcome.h"
#include "results/system_runs.h"
#include "support/fake_cells.h"
#include "support/run_folder.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

namespace fs = std::filesystem;

std::string log_lines() {
  BatchLine batch{
      .epoch = 1, .stage = "main", .terms = {{"task", 0.5}, {"CPC", 2}}, .gradient_norm = 1, .seconds = 0.1};
  std::string lines;
  for (batch.step = batch.batch = 1; batch.step <= 40; batch.batch = ++batch.step) lines += line_of(batch);
  return lines +
         line_of(EpochLine{.epoch = 1,
                           .step = 40,
                           .train = {{"main/task", 0.5}},
                           .valid = {{"MAE", 0.75}},
                           .test = {},
                           .valid_loss = 0.75,
                           .watermark = "",
                           .best = true,
                           .seconds = 2}) +
         end_line("all epochs done");
}

void put_run(const fs::path& folder) {
  write_run_folder(folder, "mmim", 1, 0.5);
  write_file_atomically(folder / "config.toml", "model = \"mmim\"\nseed = 1\n[data]\nfolder = \"mosi\"\n");
  write_file_atomically(folder / "metrics.jsonl", log_lines());
  Predictions predictions;
  for (int i = 0; i < 12; ++i) {
    predictions.truth.push_back(static_cast<float>(i % 5) - 2);
    predictions.prediction.push_back(predictions.truth.back() + 0.25f);
    predictions.id.push_back("v" + std::to_string(i / 4) + "_" + std::to_string(i));
  }
  predictions.scores = {{"text", std::vector<float>(12, 0.5f)}, {"visual", std::vector<float>(12, -0.5f)}};
  write_predictions(folder / "predictions.csv", predictions);
}

void write_forms(const std::vector<Cell>& cells, const Json& cases, const fs::path& folder) {
  const fs::path forms = folder.parent_path() / (folder.filename().string() + "_forms");
  make_folder(forms);
  write_report(report_of(cells, {}), cases, forms);
}

void read_whole_run(const fs::path& file) {
  const fs::path run = file.parent_path();
  completed_run(run);
  curves_figure(read_run_curves(run), FigureTerms::all);
  const SystemRuns system = read_system_runs(run, {});
  compare(system, system, {.draws = 20}).to_json();
  Cell cell = system.runs.front().cell;
  add_predictions(cell, system.runs.front().predictions);
  write_forms({cell}, {}, run);
}

/// A cell with everything that a report shows.
Cell full_cell(const std::string& row, int64_t seed, double noise) {
  Cell cell = fake_predicted_cell(row, seed, noise, 20);
  add_curves(cell, 0.9, 3);
  cell.published = cell.metrics;
  cell.published_epoch = 2;
  const Json curve{
      {"modality", "text"},
      {"missing", "rows"},
      {"draws", 3},
      {"metrics",
       {{"MAE", {{"mean", {.5, .75, 1.0}}, {"area", .75}}}, {"Acc-2 (non0)", {{"mean", {.8, .7, .6}}, {"area", .7}}}}}};
  cell.robustness = {{"seed", 1}, {"shares", {0, .5, 1}}, {"rows", "removed"}, {"curves", Json::array({curve})}};
  cell.conformal = {{"alpha", .1},
                    {"calibration", {{"utterances", 229}, {"rank", 207}}},
                    {"radius", 1.5},
                    {"range", {-3, 3}},
                    {"coverage", {{"value", .91}, {"low", .88}, {"high", .94}}},
                    {"expected", {{"value", .9}, {"low", .86}, {"high", .93}}},
                    {"width", 2.75},
                    {"approximate", "valid chose the epoch"}};
  const Json slice{{"slice", "2 to 5 words"}, {"count", 180}, {"MAE", .75}, {"error", -.1}, {"Acc-2 (non0)", nullptr}};
  cell.slices = {{"slices", {{"length", Json::array({slice})}}}, {"calibration", Json::array()}};
  return cell;
}

void put_experiment(const fs::path& folder) {
  for (const auto& [row, seed] : {std::pair("MMIM", 1), {"MMIM", 2}, {"TFN", 1}, {"TFN", 2}})
    write_json(folder / (std::string(row) + "-" + std::to_string(seed) + ".json"),
               full_cell(row, seed, 0.3 + 0.1 * seed).to_json());
  write_experiment_record(folder, {.name = "table2",
                                   .title = "Table 2",
                                   .baseline = "MMIM",
                                   .rows = {"MMIM", "TFN"},
                                   .notes = {{"MMIM", "two seeds"}, {"TFN", ""}},
                                   .cells = {"tfn-mosi-3"}});
  const Json one{{"id", "v_1"},
                 {"video", "v"},
                 {"text", "so good"},
                 {"truth", 1.5},
                 {"prediction", 1},
                 {"tags", {"best"}},
                 {"scores", {{"text", {{"cosine", .5}, {"exp", 1.6}}}}}};
  write_json(folder / "cases.json", Json::array({one}));
}

void report_experiment(const fs::path& file) {
  const fs::path folder = file.parent_path();
  CellFolder all = read_cell_folders({folder});
  write_forms(all.cells, all.cases, folder);
  compare(read_system_runs(folder / "MMIM", {}), read_system_runs(folder / "TFN", {}), {.draws = 20}).to_json();
}

}  // namespace

void add_result_targets(std::vector<FuzzTarget>& targets) {
  const ScratchFolder scratch;
  const fs::path run = scratch.path / "run", experiment = scratch.path / "experiment";
  fs::create_directories(run);
  fs::create_directories(experiment);
  put_run(run);
  put_experiment(experiment);
  for (const auto& [file, form] : {std::pair("outcome.json", Form::json),
                                   {"report.json", Form::json},
                                   {"metrics.jsonl", Form::text},
                                   {"predictions.csv", Form::text}})
    targets.push_back(target_of({.name = std::string("run/") + file,
                                 .seed = read_file(run / file),
                                 .form = form,
                                 .file = file,
                                 .read = read_whole_run,
                                 .prepare = put_run}));
  for (const char* file : {"MMIM-1.json", "TFN-2.json", "experiment.json", "cases.json"})
    targets.push_back(target_of({.name = std::string("experiment/") + file,
                                 .seed = read_file(experiment / file),
                                 .form = Form::json,
                                 .file = file,
                                 .read = report_experiment,
                                 .prepare = put_experiment}));
}

}  // namespace mmim
