#include "cli/look/clip_figure.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/json.h"

namespace mmim {

namespace {

std::ptrdiff_t column_of(const Track& track, const std::string& name) {
  const auto found = std::find(track.columns.begin(), track.columns.end(), name);
  return found == track.columns.end() ? -1 : found - track.columns.begin();
}

/// A column over time, with gaps where another is 0; nothing where there is no such column.
std::vector<PlotCurve> curve_of(const Track& track, const std::string& column, const std::string& name,
                                const std::string& only_where) {
  const auto at = column_of(track, column), where = column_of(track, only_where);
  if (at < 0 || track.rows() == 0) return {};
  PlotCurve curve{.name = name, .x = track.times};
  for (int64_t row = 0; row < track.rows(); ++row)
    curve.y.push_back(where >= 0 && track.at(row, where) == 0 ? std::nan("") : track.at(row, at));
  return {curve};
}

/// Below the panel, each word at its middle.
void put_words(PlotPanel& panel, const std::vector<TimedWord>& words) {
  for (const TimedWord& word : words) panel.ticks.emplace_back((word.start + word.end) / 2, word.text);
  panel.ticks_turned = true;
}

/// A figure is text in UTF-8; the name of a file may be any bytes.
std::string shown_name(const std::string& name) {
  return Json::parse(Json(in_one_line(name)).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

}  // namespace

PlotFigure clip_figure(const ClipStreams& streams, const std::string& title) {
  PlotFigure figure{.title = shown_name(title),
                    .caption =
                        "Gaps: no voice, or no face. Loudness is the first coefficient of the mel cepstrum. The "
                        "opening of the mouth is a share of the distance of the eyes, from its median over the clip."};
  const auto add = [&](const std::string& name, const std::string& unit,
                       const std::vector<std::vector<PlotCurve>>& curves) {
    PlotPanel panel{.title = name, .y_label = unit};
    for (const auto& some : curves) panel.curves.insert(panel.curves.end(), some.begin(), some.end());
    for (const TimedWord& word : streams.words) panel.marks.push_back({word.start, ""});
    if (!panel.curves.empty()) figure.panels.push_back(panel);
  };
  const Track &sound = streams.acoustic, &face = streams.visual;
  std::vector<PlotCurve> pitch = curve_of(sound, "F0", "", "VUV");
  for (PlotCurve& curve : pitch) curve.style = PlotCurve::Style::points;
  add("Pitch", "Hz", {pitch});
  add("Loudness", "MCEP_0", {curve_of(sound, "MCEP_0", "", "MCEP_0")});
  add("Opening of the mouth", "share", {curve_of(face, "geo_mouth_opening", "", "valid")});
  add("Blendshapes", "0 to 1",
      {curve_of(face, "bs_mouthSmileLeft", "smile", "valid"), curve_of(face, "bs_browInnerUp", "brows up", "valid"),
       curve_of(face, "bs_browDownLeft", "brow down", "valid"), curve_of(face, "bs_eyeBlinkLeft", "blink", "valid")});
  if (figure.panels.empty()) throw DataError(title + ": nothing was measured that could be drawn");
  if (!streams.words.empty()) put_words(figure.panels.back(), streams.words);
  return figure;
}

}  // namespace mmim
