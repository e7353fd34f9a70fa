#include "report/figures/gnuplot.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <cmath>

#include "core/error.h"
#include "core/files.h"
#include "support/scratch_folder.h"

namespace mmim {
namespace {

PlotFigure one_curve(const std::string& title) {
  PlotCurve curve{.name = title, .x = {1, 2, 3}, .y = {0.5, std::nan(""), 0.25}};
  return {.title = title,
          .caption = title,
          .panels = {{.title = title,
                      .x_label = title,
                      .y_label = title,
                      .curves = {curve, curve},
                      .marks = {{2, title}},
                      .ticks = {{1, title}}}}};
}

/// The search path without gnuplot, for as long as it lives.
struct EmptyPath {
  EmptyPath() : before(getenv("PATH")) { setenv("PATH", "/nonexistent", 1); }
  ~EmptyPath() { setenv("PATH", before.c_str(), 1); }
  std::string before;
};

TEST(GnuplotScript, HoldsTheDataAndGapsWhereTheyAreNoNumbers) {
  const std::string script = gnuplot_script(one_curve("loss"), PlotFormat::svg);
  EXPECT_NE(script.find("$data_0_0 << EOD\n1 0.5\n2 NaN\n3 0.25\nEOD\n"), std::string::npos) << script;
  EXPECT_NE(script.find("title 'loss'"), std::string::npos) << script;
}

TEST(GnuplotScript, MarksPointsOfALineThatHaveNoNeighbour) {
  const double none = std::nan("");
  const PlotCurve line{.x = {1, 2, 3, 4, 5}, .y = {0.5, none, 1, 2, none}}, alone{.x = {7}, .y = {3}};
  const std::string script = gnuplot_script({.panels = {{.curves = {line, alone}}}}, PlotFormat::svg);
  EXPECT_NE(script.find("$data_0_0_lone << EOD\n1 0.5\nEOD\n"), std::string::npos) << script;
  EXPECT_NE(script.find("$data_0_1_lone << EOD\n7 3\nEOD\n"), std::string::npos) << script;
  EXPECT_NE(script.find(", $data_0_1_lone using 1:2 with points"), std::string::npos) << script;
  const PlotCurve whole{.x = {1, 2}, .y = {0.5, 1}}, points{.x = {1}, .y = {1}, .style = PlotCurve::Style::points};
  EXPECT_EQ(gnuplot_script({.panels = {{.curves = {whole, points}}}}, PlotFormat::svg).find("_lone"),
            std::string::npos);
}

TEST(GnuplotScript, ShowsTextsAsTheyAreWhateverTheyHold) {
  const std::string script = gnuplot_script(one_curve("it's `id` @x\n!touch x\n\"$y\""), PlotFormat::svg);
  EXPECT_NE(script.find("'it\u2019s `id` @x !touch x \"$y\"'"), std::string::npos) << script;
  EXPECT_EQ(script.find("\n!touch"), std::string::npos);
}

TEST(GnuplotScript, SaysInAPanelWithoutAnyFiniteValueThatThereIsNone) {
  PlotFigure figure{.panels = {{.curves = {{.x = {1}, .y = {std::nan("")}}}}, {}}};
  EXPECT_NE(gnuplot_script(figure, PlotFormat::svg).find("no finite value"), std::string::npos);
}

TEST(GnuplotScript, LetsPanelsInOneColumnShareTheirXAxisWithEveryMarkOnIt) {
  PlotFigure figure{.panels = {{.curves = {{.x = {1, 5}, .y = {1, 1}}}}, {.curves = {{.x = {2, 3}, .y = {1, 1}}}}}};
  figure.panels[1].marks = {{9, "best"}};
  const auto ranges = [&](const std::string& range) {
    const std::string script = gnuplot_script(figure, PlotFormat::svg);
    const size_t first = script.find("set xrange [" + range + "]");
    return std::pair{first != std::string::npos,
                     script.find("set xrange [" + range + "]", first + 1) != std::string::npos};
  };
  EXPECT_EQ(ranges("1:9"), (std::pair{true, true})) << "both";
  figure.columns = 2;
  EXPECT_EQ(ranges("1:5"), (std::pair{true, false}));
  EXPECT_EQ(ranges("2:9"), (std::pair{true, false}));
}

TEST(GnuplotScript, GivesPointsRoomOnBothSidesUnlessALineSharesTheirAxis) {
  const PlotPanel points{.curves = {{.x = {0, 10}, .y = {1, 2}, .style = PlotCurve::Style::points}}},
      line{.curves = {{.x = {0, 10}, .y = {1, 2}}}};
  const std::string alone = gnuplot_script({.panels = {points, points}}, PlotFormat::svg),
                    shared = gnuplot_script({.panels = {points, line}}, PlotFormat::svg);
  EXPECT_NE(alone.find("set xrange [-1:11]"), std::string::npos) << alone;
  EXPECT_EQ(shared.find("set xrange [-1:11]"), std::string::npos) << shared;
  EXPECT_NE(shared.find("set xrange [0:10]"), std::string::npos) << shared;
}

TEST(GnuplotScript, MakesRoomForWordsThatStandUpright) {
  const auto height = [](const std::string& word, bool turned) {
    const PlotPanel panel{.curves = {{.x = {0, 1}, .y = {1, 2}}}, .ticks = {{0.5, word}}, .ticks_turned = turned};
    const std::string script = gnuplot_script({.panels = {panel}}, PlotFormat::svg);
    const size_t comma = script.find(',', script.find("size "));
    return std::stoi(script.substr(comma + 1));
  };
  EXPECT_EQ(height("an", true), height("an", false));
  EXPECT_GT(height("incomprehensible", true), height("convenient", true));
  EXPECT_EQ(height("incomprehensible", false), height("an", false));
}

TEST(Gnuplot, IsMissedInOneSentenceThatSaysHowToGetIt) {
  const EmptyPath nothing;
  try {
    drawn(one_curve("a"), PlotFormat::svg);
    FAIL() << "drawn without gnuplot";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("apt-get install gnuplot-nox"), std::string::npos) << error.what();
  }
}

class DrawnByGnuplot : public testing::Test {
 protected:
  void SetUp() override {
    try {
      drawn(one_curve("a"), PlotFormat::svg);
    } catch (const Error& error) {
      if (std::string(error.what()).find("is not there") == std::string::npos) throw;
      GTEST_SKIP() << error.what();
    }
  }
  ScratchFolder scratch;
};

TEST_F(DrawnByGnuplot, IsAnSvgAndAPngOfTheSameNameInAFolderThatNeedNotExist) {
  const auto paths = draw(one_curve("loss"), scratch.path / "new" / "loss");
  ASSERT_EQ(paths.size(), 2u);
  EXPECT_EQ(paths[0], scratch.path / "new" / "loss.svg");
  EXPECT_NE(read_file(paths[0]).find("<svg"), std::string::npos);
  EXPECT_TRUE(read_file(paths[1]).starts_with("\x89PNG"));
}

TEST_F(DrawnByGnuplot, RunsNoCommandThatATextHolds) {
  const std::string touched = (scratch.path / "touched").string();
  for (const std::string& command : {"`touch " + touched + "`", "\n!touch " + touched + "\n", "';!touch " + touched,
                                     "'\nsystem('touch " + touched + "')\n#", "EOD\nset output '" + touched + "'"}) {
    const std::string svg = drawn(one_curve(command), PlotFormat::svg);
    EXPECT_NE(svg.find("touch"), std::string::npos) << "the text stands there: " << command;
    EXPECT_FALSE(std::filesystem::exists(touched)) << command;
  }
}

TEST_F(DrawnByGnuplot, IsTheSameForTheSameFigureAndShowsBandsEmptyPanelsAndSingleValues) {
  PlotCurve band{.name = "mean", .x = {1, 2}, .y = {1, 2}, .low = {0, 1}, .high = {2, 3}};
  PlotFigure figure{.title = "band",
                    .panels = {{.curves = {band}},
                               {.curves = {{.x = {1}, .y = {1}, .style = PlotCurve::Style::points}}},
                               {.curves = {{.x = {0.001, 0.01}, .y = {1, 1}}}, .logarithmic_x = true},
                               {}},
                    .columns = 2};
  EXPECT_EQ(drawn(figure, PlotFormat::svg), drawn(figure, PlotFormat::svg));
}

}  // namespace
}  // namespace mmim
