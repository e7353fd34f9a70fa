#include "report/figures/gnuplot.h"

#include <algorithm>

#include "core/error.h"
#include "core/files.h"
#include "core/process.h"

namespace mmim {
namespace fs = std::filesystem;

namespace {

ProcessResult gnuplot(const std::string& script) {
  ProcessResult result = run_to_end({"gnuplot", "--default-settings"}, script);
  if (result.code == Child::kNotStarted)
    throw Error("gnuplot, which draws the figures, is not there (Debian: apt-get install gnuplot-nox)");
  return result;
}

}  // namespace

void expect_gnuplot() { gnuplot(""); }

std::string drawn(const PlotFigure& figure, PlotFormat format) {
  ProcessResult result = gnuplot(gnuplot_script(figure, format));
  if (result.code == 0 && !result.output.empty()) return std::move(result.output);
  std::replace(result.errors.begin(), result.errors.end(), '\n', ' ');
  throw Error("gnuplot has failed: " + result.errors.substr(0, 300));
}

std::vector<fs::path> draw(const PlotFigure& figure, const fs::path& stem) {
  std::vector<fs::path> paths;
  if (stem.has_parent_path()) make_folder(stem.parent_path());
  for (const auto& [format, ending] : {std::pair{PlotFormat::svg, ".svg"}, {PlotFormat::png, ".png"}}) {
    paths.emplace_back(stem.string() + ending);
    write_file_atomically(paths.back(), drawn(figure, format));
  }
  return paths;
}

}  // namespace mmim
