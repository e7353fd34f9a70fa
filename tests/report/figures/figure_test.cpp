#include "report/figures/figure.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

const double kNaN = std::nan("");

RunCurves mmim_run() {
  const StepCurve likelihood{"likelihood", 20, {20}, {{"likelihood/text-visual", {-4}}}};
  const StepCurve main{"main",
                       20,
                       {60, 80, 140},
                       {{"task", {1.5, 1.25, 1}},
                        {"contrast/text", {3, 2, 1}},
                        {"contrast/visual", {0.5, 0.5, 0.5}},
                        {"likelihood/text-visual", {-3, -2, -1}},
                        {"likelihood/text-acoustic", {-1, -1, -1}},
                        {"entropy/text-visual", {kNaN, 0.5, kNaN}},
                        {"entropy/text-acoustic", {kNaN, 0.25, 0.5}}}};
  RunCurves run{"mmim on mosi, seed 1", "", {}, {likelihood, main}};
  for (const auto& [epoch, loss] : {std::pair{1, 0.9}, {2, 0.7}, {3, 0.7}, {4, 0.8}}) {
    EpochPoint point;
    point.epoch = epoch;
    point.step = 40 * epoch;
    point.valid_loss = loss;
    run.epochs.push_back(point);
  }
  return run;
}

std::vector<std::string> labels(const PlotPanel& panel) {
  std::vector<std::string> names;
  for (const PlotCurve& curve : panel.curves) names.push_back(curve.name);
  return names;
}

TEST(CurvesFigure, ShowsTheThreeLossesOfThePaperOverTheMainStage) {
  const PlotFigure figure = curves_figure(mmim_run());
  ASSERT_EQ(figure.panels.size(), 3u);
  EXPECT_EQ(figure.panels[0].y_label, "L_task");
  EXPECT_EQ(figure.panels[0].curves[0].y, (std::vector<double>{1.5, 1.25, 1}));
  EXPECT_EQ(figure.panels[0].curves[0].x, (std::vector<double>{60, 80, 140}));
  EXPECT_EQ(figure.panels[1].y_label, "L_CPC");
  EXPECT_EQ(figure.panels[1].curves[0].y, (std::vector<double>{3.5, 2.5, 1.5}));
  EXPECT_EQ(figure.panels[2].y_label, "L_BA");
  EXPECT_EQ(figure.panels[2].curves[0].y, (std::vector<double>{4, 2.25, 1.5})) << "minus (likelihood + entropy)";
  EXPECT_EQ(figure.title, "mmim on mosi, seed 1");
}

TEST(CurvesFigure, ShowsTheBoundOfTrainAndValidAndWhatSoManyPairsCanCertify) {
  RunCurves run = mmim_run();
  for (EpochPoint& point : run.epochs) {
    point.train["main/I_BA/text-visual"] = 10.0 * static_cast<double>(point.epoch);
    point.valid["I_BA/text-visual"] = 2;
    point.utterances = 1284;
  }
  const PlotFigure figure = curves_figure(run);
  ASSERT_EQ(figure.panels.size(), 4u);
  const PlotPanel& panel = figure.panels.back();
  EXPECT_EQ(labels(panel),
            (std::vector<std::string>{"text-visual, train", "text-visual, valid", "log of training pairs"}));
  EXPECT_EQ(panel.curves[0].x, (std::vector<double>{40, 80, 120, 160}));
  EXPECT_EQ(panel.curves[0].y, (std::vector<double>{10, 20, 30, 40}));
  EXPECT_NEAR(panel.curves[2].y[0], 7.1577, 1e-3);
  EXPECT_NE(figure.caption.find("without smaller ones at the end of a pass"), std::string::npos);
  run.epochs[0].valid.clear();
  for (EpochPoint& point : run.epochs) point.utterances = 0;
  EXPECT_EQ(curves_figure(run).caption.find("smaller ones"), std::string::npos) << "an older log does not tell";
}

TEST(CurvesFigure, MarksTheFirstEpochWithTheLowestValidationLossInEveryPanel) {
  for (const PlotPanel& panel : curves_figure(mmim_run()).panels) {
    ASSERT_EQ(panel.marks.size(), 5u) << "four ends of epochs and the best";
    EXPECT_EQ(panel.marks.back().label, "best epoch 2");
    EXPECT_EQ(panel.marks.back().x, 80);
  }
}

TEST(CurvesFigure, ShowsEveryTermOfEveryStageWhenAskedOrWhenTheModelHasNoneOfThePaper) {
  const PlotFigure figure = curves_figure(mmim_run(), FigureTerms::all);
  ASSERT_EQ(figure.panels.size(), 5u);
  EXPECT_EQ(figure.panels[0].title, "stage likelihood");
  EXPECT_EQ(figure.panels[1].y_label, "task");
  EXPECT_EQ(labels(figure.panels[1]), (std::vector<std::string>{"task", "loss on valid"}));
  EXPECT_EQ(figure.panels[2].y_label, "contrast");
  EXPECT_EQ(labels(figure.panels[2]), (std::vector<std::string>{"text", "visual"}));

  RunCurves misa = mmim_run();
  misa.steps = {{"main", 20, {20}, {{"task", {1}}, {"similarity", {2}}, {"difference/text-visual", {3}}}}};
  EXPECT_EQ(curves_figure(misa).panels.size(), 3u);
  EXPECT_EQ(curves_figure(misa).panels[0].title, "") << "there is but one stage";
}

TEST(CurvesFigure, SaysWhatMustBeSaidAndLivesWithoutAnyEpochDone) {
  RunCurves run = mmim_run();
  run.mark = "SYNTHETIC data, no recordings of people";
  run.epochs.clear();
  const PlotFigure figure = curves_figure(run);
  EXPECT_NE(figure.caption.find(run.mark), std::string::npos);
  EXPECT_TRUE(figure.panels[0].marks.empty());
  EXPECT_EQ(figure.panels[0].curves.size(), 1u);
}

class RunCurvesOf : public testing::Test {
 protected:
  void write_run(int batches, const std::string& data = "") {
    write_file_atomically(scratch.path / "config.toml",
                          "model = \"mmim\"\npreset = \"mmim-paper\"\nseed = 3\n[data]\nfolder = \"" + data + "\"\n");
    std::string text;
    for (int i = 1; i <= batches; ++i)
      text += Json{{"kind", "batch"}, {"stage", "main"}, {"step", i}, {"terms", {{"task", i}}}}.dump() + "\n";
    write_file_atomically(scratch.path / "metrics.jsonl", text);
  }
  ScratchFolder scratch;
};

TEST_F(RunCurvesOf, ARunFolderAreMeansOfTwentyBatchesUnderATitleWithDataAndSeed) {
  write_run(45, "/data/mosi");
  const RunCurves curves = read_run_curves(scratch.path);
  EXPECT_EQ(curves.title, "mmim (mmim-paper) on mosi, seed 3");
  EXPECT_EQ(curves.steps.at(0).terms.at("task"), (std::vector<double>{10.5, 30.5}));
  EXPECT_EQ(read_run_curves(scratch.path, 45).steps.at(0).terms.at("task"), (std::vector<double>{23}));
  write_run(20);
  EXPECT_EQ(read_run_curves(scratch.path).title, "SYNTHETIC data: mmim (mmim-paper) on synthetic, seed 3");
}

TEST_F(RunCurvesOf, ARunThatHasHardlyBegunOrAFolderWithoutOneAreRefused) {
  EXPECT_THROW(read_run_curves(scratch.path), UsageError);
  EXPECT_THROW(read_run_curves(scratch.path / "nothing"), UsageError);
  write_run(19);
  EXPECT_THROW(read_run_curves(scratch.path), UsageError);
  EXPECT_EQ(read_run_curves(scratch.path, 1).steps.at(0).step.size(), 19u);
  write_file_atomically(scratch.path / "config.toml", "model = 3\n");
  EXPECT_THROW(read_run_curves(scratch.path), DataError);
}

TEST_F(RunCurvesOf, ACellAreItsOwnMeans) {
  Cell cell;
  cell.system = "mmim";
  cell.provenance.data = "mosi";
  cell.seed = 7;
  cell.steps = {{"main", 20, {20}, {{"task", {1}}}}};
  write_json(scratch.path / "cell.json", cell.to_json());
  const RunCurves curves = read_run_curves(scratch.path / "cell.json");
  EXPECT_EQ(curves.title, "mmim on mosi, seed 7");
  EXPECT_EQ(curves.steps.at(0).terms.at("task"), (std::vector<double>{1}));
  EXPECT_THROW(read_run_curves(scratch.path / "cell.json", 5), UsageError);
}

}  // namespace
}  // namespace mmim
