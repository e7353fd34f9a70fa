#include <algorithm>
#include <cmath>
#include <cstdio>

#include "report/figures/gnuplot.h"

namespace mmim {

namespace {

/// Okabe and Ito's colours, the darker ones first.
constexpr const char* kColours[] = {"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                    "#E69F00", "#56B4E9", "#000000", "#999999"};

// In pixels of the SVG; the PNG has twice as many.
constexpr int kWidth = 900, kPanel = 190, kRowGap = 66, kTop = 64, kBottom = 74, kLeft = 92, kRight = 24, kKey = 210;
constexpr int kColumnGap = 84, kCaptionLine = 18, kCaptionWidth = 136;
constexpr int kTurnedGap = 34, kTurnedLetter = 7;  // below a panel: to words that stand upright; of each letter

constexpr const char* kLone = "_lone";  // behind the name of a block: its points without a neighbour

/// A text in single quotes, within which gnuplot knows no escape, variable or command; its own become apostrophes.
std::string quoted(const std::string& text) {
  std::string all = "'";
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 32 || c == 127;
    all += c == '\'' ? "\u2019" : std::string(1, control ? ' ' : c);
  }
  return all + "'";
}

std::string number(double value) {
  if (!std::isfinite(value)) return "NaN";
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = text.size();
    if (end - begin > kCaptionWidth) {
      end = text.rfind(' ', begin + kCaptionWidth);
      if (end == std::string::npos || end <= begin) end = begin + kCaptionWidth;
    }
    lines.push_back(text.substr(begin, end - begin));
    begin = end + (end < text.size() && text[end] == ' ');
  }
  return lines;
}

/// Room below the panels, in which words of the x axis stand.
int bottom_of(const PlotFigure& figure) {
  size_t longest = 0;
  for (const PlotPanel& panel : figure.panels)
    for (const auto& [x, word] : panel.ticks) longest = std::max(longest, panel.ticks_turned ? word.size() : 0);
  return std::max(kBottom, kTurnedGap + kTurnedLetter * static_cast<int>(longest));
}

struct Frame {
  int width, height, rows, columns, right, bottom;
  std::vector<std::string> caption;
};

bool has_key(const PlotPanel& panel) { return panel.curves.size() > 1; }

Frame frame_of(const PlotFigure& figure) {
  Frame frame{.width = kWidth,
              .height = 0,
              .rows = 0,
              .columns = std::max(figure.columns, 1),
              .right = kRight,
              .bottom = bottom_of(figure),
              .caption = lines_of(figure.caption)};
  const int panels = std::max(static_cast<int>(figure.panels.size()), 1);
  frame.rows = (panels + frame.columns - 1) / frame.columns;
  frame.height = kTop + frame.rows * kPanel + (frame.rows - 1) * kRowGap + frame.bottom +
                 static_cast<int>(frame.caption.size()) * kCaptionLine;
  if (frame.columns == 1 && std::any_of(figure.panels.begin(), figure.panels.end(), has_key)) frame.right = kKey;
  return frame;
}

std::string terminal(const Frame& frame, PlotFormat format) {
  const int scale = format == PlotFormat::png ? 2 : 1;
  const std::string size = std::to_string(frame.width * scale) + "," + std::to_string(frame.height * scale);
  if (format == PlotFormat::svg)
    return "set terminal svg size " + size +
           " dynamic standalone font 'DejaVu Sans,13' noenhanced background rgb '#FFFFFF'\n";
  return "set terminal pngcairo size " + size +
         " font 'DejaVu Sans,13' fontscale 1.5 linewidth 2 noenhanced background rgb '#FFFFFF'\n";
}

std::string layout(const PlotFigure& figure, const Frame& frame) {
  const auto across = [&](int pixels) { return number(static_cast<double>(pixels) / frame.width); };
  const auto down = [&](int pixels) { return number(static_cast<double>(pixels) / frame.height); };
  const int caption = static_cast<int>(frame.caption.size()) * kCaptionLine;
  std::string text = "set multiplot layout " + std::to_string(frame.rows) + "," + std::to_string(frame.columns) +
                     " title " + quoted(figure.title) + " font ',15' margins " + across(kLeft) + "," +
                     across(frame.width - frame.right) + "," + down(frame.bottom + caption) + "," +
                     down(frame.height - kTop) + " spacing " + across(kColumnGap) + "," + down(kRowGap) + "\n";
  for (size_t i = 0; i < frame.caption.size(); ++i)
    text += "set label " + quoted(frame.caption[i]) + " at screen " + across(16) + ", screen " +
            down(caption - static_cast<int>(i) * kCaptionLine) + " left font ',11' textcolor rgb '#333333'\n";
  return text;
}

std::string data_block(const std::string& name, const PlotCurve& curve) {
  std::string text = name + " << EOD\n";
  for (size_t i = 0; i < curve.x.size(); ++i) {
    text += number(curve.x[i]) + " " + number(curve.y[i]);
    if (!curve.low.empty()) text += " " + number(curve.low[i]) + " " + number(curve.high[i]);
    text += "\n";
  }
  return text + "EOD\n";
}

/// The points of a line that have no neighbour, which a line does not show.
PlotCurve lone_points(const PlotCurve& curve) {
  PlotCurve lone;
  if (curve.style == PlotCurve::Style::points) return lone;
  const auto known = [&](size_t i) { return i < curve.y.size() && std::isfinite(curve.y[i]); };
  for (size_t i = 0; i < curve.y.size(); ++i) {
    if (!known(i) || known(i + 1) || (i > 0 && known(i - 1))) continue;
    lone.x.push_back(curve.x[i]);
    lone.y.push_back(curve.y[i]);
  }
  return lone;
}

/// Whether points alone are drawn, which need room to the left and to the right.
bool all_points(const PlotPanel& panel) {
  return std::all_of(panel.curves.begin(), panel.curves.end(),
                     [](const PlotCurve& curve) { return curve.style == PlotCurve::Style::points; });
}

struct Extent {
  bool roomy = false;  ///< with room on both sides
  double low = std::nan(""), high = std::nan("");
  bool empty() const { return std::isnan(low); }
  void take(double x) {
    low = std::fmin(low, x);
    high = std::fmax(high, x);
  }
};

/// Of the points that have a value, and of the marks where there are any.
Extent extent_of_x(const PlotPanel& panel) {
  Extent extent;
  for (const PlotCurve& curve : panel.curves)
    for (size_t i = 0; i < curve.x.size(); ++i)
      if (std::isfinite(curve.x[i]) && std::isfinite(curve.y[i])) extent.take(curve.x[i]);
  if (!extent.empty())
    for (const PlotMark& mark : panel.marks) extent.take(mark.x);
  return extent;
}

/// Of each panel; the same for all where they stand in one column.
std::vector<Extent> extents_of(const PlotFigure& figure, int columns) {
  std::vector<Extent> extents;
  Extent all;
  for (const PlotPanel& panel : figure.panels) {
    extents.push_back(extent_of_x(panel));
    extents.back().roomy = all_points(panel);
    all.take(extents.back().low);
    all.take(extents.back().high);
  }
  all.roomy = std::all_of(figure.panels.begin(), figure.panels.end(), all_points);
  if (columns == 1)
    for (Extent& extent : extents)
      if (!extent.empty()) extent = all;
  return extents;
}

std::string marks(const PlotPanel& panel, const Extent& extent) {
  std::string text;
  for (const PlotMark& mark : panel.marks) {
    const bool divides = mark.label.empty();
    text +=
        "set arrow from first " + number(mark.x) + ", graph 0 to first " + number(mark.x) + ", graph 1 nohead back " +
        (divides ? "linecolor rgb '#E4E4E4' linewidth 0.7\n" : "linecolor rgb '#000000' dashtype 3 linewidth 1.4\n");
    if (divides) continue;
    const bool on_the_left = mark.x > (extent.low + extent.high) / 2;
    text += "set label " + quoted(mark.label) + " at first " + number(mark.x) + ", graph 0.92 " +
            (on_the_left ? "right offset character -0.6,0" : "left offset character 0.6,0") + " font ',11' front\n";
  }
  return text;
}

std::string curve_plot(const PlotCurve& curve, const std::string& block, size_t place, bool key) {
  const bool reference = curve.style == PlotCurve::Style::reference;
  const std::string colour =
      std::string("rgb '") + (reference ? "#000000" : kColours[place % std::size(kColours)]) + "'";
  const std::string title = key && !curve.name.empty() ? " title " + quoted(curve.name) : " notitle";
  std::string text;
  if (!curve.low.empty())
    text = block + " using 1:3:4 with filledcurves fillstyle transparent solid 0.18 noborder fillcolor " + colour +
           " notitle, ";
  if (curve.style == PlotCurve::Style::points)
    return text + block + " using 1:2 with points pointtype 7 pointsize 0.8 linecolor " + colour + title;
  text += block + " using 1:2 with lines linewidth " + (reference ? "1.4" : "2") + " linecolor " + colour +
          (curve.style == PlotCurve::Style::line ? "" : " dashtype 2") + title;
  if (lone_points(curve).x.empty()) return text;
  return text + ", " + block + kLone + " using 1:2 with points pointtype 7 pointsize 0.6 linecolor " + colour +
         " notitle";
}

std::string x_range(const PlotPanel& panel, const Extent& extent) {
  std::string text, ticks;
  for (const auto& [x, label] : panel.ticks) ticks += (ticks.empty() ? "" : ", ") + quoted(label) + " " + number(x);
  if (!ticks.empty())
    text +=
        "set xtics " + std::string(panel.ticks_turned ? "rotate by 90 right font ',10' " : "") + "(" + ticks + ")\n";
  if (panel.logarithmic_x && extent.low > 0)
    return text + "set logscale x\nset xrange [" + number(extent.low / 1.3) + ":" + number(extent.high * 1.3) + "]\n";
  const double wide = extent.high - extent.low, pad = wide == 0 ? 0.5 : extent.roomy ? 0.1 * wide : 0;
  return text + "set xrange [" + number(extent.low - pad) + ":" + number(extent.high + pad) + "]\n";
}

/// What is left of nothing: the frame with a word in it.
std::string empty_panel() {
  return "set xrange [0:1]\nset yrange [0:1]\nset label 'no finite value' at graph 0.5, graph 0.5 center\n"
         "plot NaN notitle\n";
}

std::string panel_plot(const PlotPanel& panel, size_t number_of_panel, const Extent& extent, bool outside) {
  std::string text = "set title " + quoted(panel.title) + " font ',13' offset 0,-0.4\nset xlabel " +
                     quoted(panel.x_label) + " offset 0,0.3\nset ylabel " + quoted(panel.y_label) + "\n";
  text += outside ? "set key at graph 1.02, graph 1 left top vertical Left reverse samplen 1.6 font ',11'\n"
                  : "set key at graph 1, graph 1.02 right bottom horizontal samplen 1.6 font ',11'\n";
  if (extent.empty()) return text + empty_panel();
  text += x_range(panel, extent);
  text += marks(panel, extent) + "plot ";
  for (size_t i = 0; i < panel.curves.size(); ++i)
    text += (i ? ", " : "") + curve_plot(panel.curves[i],
                                         "$data_" + std::to_string(number_of_panel) + "_" + std::to_string(i), i,
                                         has_key(panel));
  return text + "\n";
}

}  // namespace

std::string gnuplot_script(const PlotFigure& figure, PlotFormat format) {
  const Frame frame = frame_of(figure);
  std::string text = "set encoding utf8\n" + terminal(frame, format) +
                     "set grid back linecolor rgb '#DDDDDD' linewidth 0.6\nset border 3 linecolor rgb '#444444'\n"
                     "set tics nomirror out\nset offsets 0, 0, graph 0.05, graph 0.05\n";
  for (size_t p = 0; p < figure.panels.size(); ++p)
    for (size_t c = 0; c < figure.panels[p].curves.size(); ++c) {
      const std::string name = "$data_" + std::to_string(p) + "_" + std::to_string(c);
      text += data_block(name, figure.panels[p].curves[c]);
      const PlotCurve lone = lone_points(figure.panels[p].curves[c]);
      if (!lone.x.empty()) text += data_block(name + kLone, lone);
    }
  text += layout(figure, frame);
  const std::vector<Extent> extents = extents_of(figure, frame.columns);
  for (size_t p = 0; p < figure.panels.size(); ++p)
    text += panel_plot(figure.panels[p], p, extents[p], frame.columns == 1) +
            "unset arrow\nunset label\nunset logscale\nset xtics autofreq\nset autoscale\n";
  return text + "unset multiplot\n";
}

}  // namespace mmim
