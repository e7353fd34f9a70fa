#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace mmim {

/// A line over x. A NaN in y is a gap.
struct PlotCurve {
  enum class Style { line, dashed, points, reference };  ///< reference: thin, dashed and black
  std::string name = "";                                 ///< in the key; empty: not there
  std::vector<double> x = {}, y = {};                    ///< of one length
  std::vector<double> low = {}, high = {};               ///< a band around it, as long as y, or empty
  Style style = Style::line;
};

/// A vertical line at x.
struct PlotMark {
  double x = 0;
  std::string label = "";  ///< beside its upper end; empty: a faint line that divides
};

/// Curves over one pair of axes. Colours go by the place of a curve (eight that colour-blind people tell apart).
struct PlotPanel {
  std::string title = "", x_label = "", y_label = "";
  std::vector<PlotCurve> curves = {};
  std::vector<PlotMark> marks = {};
  std::vector<std::pair<double, std::string>> ticks = {};  ///< of x, with their words; none: where gnuplot puts them
  bool ticks_turned = false;                               ///< those words stand upright, as many of them have room
  bool logarithmic_x = false;
};

/// Panels in rows of `columns` (one column has one x axis for all), a title above and sentences below. Texts are shown
/// as they are, their quotes as apostrophes: nothing in them is a command or markup, line ends become spaces.
struct PlotFigure {
  std::string title = "", caption = "";
  std::vector<PlotPanel> panels = {};
  int columns = 1;
};

enum class PlotFormat { svg, png };

/// What gnuplot is told: settings, the data themselves, one plot a panel.
std::string gnuplot_script(const PlotFigure& figure, PlotFormat format);

/// The image's bytes, drawn by the program `gnuplot` in its search path, started without a shell and without the
/// user's settings. Error when it is missing (it says how to get it) or fails.
std::string drawn(const PlotFigure& figure, PlotFormat format);

/// The Error of drawn() for a program that is missing, before there is anything to draw.
void expect_gnuplot();

/// Writes `stem`.svg and `stem`.png, and their folder; returns both paths. Throws as drawn().
std::vector<std::filesystem::path> draw(const PlotFigure& figure, const std::filesystem::path& stem);

}  // namespace mmim
