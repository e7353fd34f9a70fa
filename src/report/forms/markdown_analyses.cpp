#include <algorithm>
#include <cmath>
#include <set>

#include "report/forms/markdown.h"
#include "report/forms/markdown_parts.h"
#include "report/words.h"
#include "results/mean_json.h"

namespace mmim {

namespace {

/// The value of `list` at the share nearest to `wanted`.
double at_share(const Json& shares, const Json& list, double wanted) {
  size_t best = 0;
  for (size_t i = 0; i < shares.size(); ++i)
    if (std::abs(number_or_nan(shares[i]) - wanted) < std::abs(number_or_nan(shares[best]) - wanted)) best = i;
  return best < list.size() ? number_or_nan(list[best]) : std::nan("");
}

/// {"low", "high"} of numbers.
Json extremes(const Json& list) {
  double low = INFINITY, high = -INFINITY;
  for (const Json& one : list) {
    low = std::fmin(low, number_or_nan(one));
    high = std::fmax(high, number_or_nan(one));
  }
  return {{"low", low}, {"high", high}};
}

/// "12.4": counts are means over runs.
std::string shown_count_of(const Json& count) {
  return decimal(number_or_nan(count), count.is_number_integer() ? 0 : 1);
}

std::string confusion_table(const Json& classes) {
  const Json &names = classes.at("names"), &confusion = classes.at("confusion");
  std::vector<std::string> header{"true class"};
  for (const Json& name : names) header.push_back("read as " + name.get<std::string>());
  MarkdownTable table(header);
  for (size_t k = 0; k < names.size(); ++k) {
    std::vector<std::string> line{names[k].get<std::string>()};
    for (const Json& count : confusion[k]) line.push_back(shown_count_of(count));
    table.add(line);
  }
  return table.text();
}

std::string reliability_table(const Json& classes) {
  MarkdownTable table({"read as", "utterances", "mean prediction", "mean truth", "of that class %"});
  for (size_t k = 0; k < classes.at("names").size(); ++k) {
    const Json& one = classes.at("reliability")[k];
    const auto value = [&](const char* key) { return number_or_nan(one.at(key)); };
    table.add({classes.at("names")[k].get<std::string>(), shown_count_of(one.at("count")),
               decimal(value("prediction"), 3, true), decimal(value("truth"), 3, true),
               decimal(100 * value("right"), 1)});
  }
  return table.text();
}

}  // namespace

std::string markdown_classes(const Section& section) {
  std::string text;
  const auto is_known = [](const TableRow& row) { return row.classes.has_value(); };
  if (std::none_of(section.rows.begin(), section.rows.end(), is_known))
    return section.provenance.scale() == Scale::other
               ? ""
               : "\n### Classes\n\nThe cells record no classes of predictions: no confusion matrix can be shown.\n";
  for (const TableRow& row : section.rows)
    if (row.classes)
      text += markdown_details(row.name + ": classes, means over " + std::to_string(row.classes->cells) + " runs",
                               confusion_table(row.classes->mean) + "\n" + reliability_table(row.classes->mean));
  return "\n### Classes\n\nHow often a true class is read as which class, and what the truth is of what is read as a "
         "class.\n" +
         text;
}

std::string markdown_robustness(const Section& section) {
  const Metric* sign = sign_accuracy(section.provenance.scale());
  std::vector<std::string> header{"system", "runs", "missing", "modality", "MAE with none", "half", "all", "area"};
  if (sign) header.push_back(sign->name + " area");
  MarkdownTable table(header);
  for (const TableRow& row : section.rows) {
    if (!row.robustness) continue;
    const Json& mean = row.robustness->mean;
    for (const Json& curve : mean.at("curves")) {
      const Json& mae = curve.at("metrics").at("MAE");
      const auto shown = [&](double share) {
        return metric("MAE").shown(at_share(mean.at("shares"), mae.at("mean"), share));
      };
      std::vector<std::string> line{
          markdown_text(row.name),
          std::to_string(row.robustness->cells),
          curve.at("missing") == "stream" ? "whole stream" : "rows, " + mean.at("rows").get<std::string>(),
          curve.at("modality"),
          shown(0),
          shown(.5),
          shown(1),
          metric("MAE").shown(number_or_nan(mae.at("area")))};
      if (sign) line.push_back(sign->shown(number_or_nan(curve.at("metrics").at(sign->name).at("area"))));
      table.add(line);
    }
  }
  if (table.empty()) return "";
  return "\n### With a modality missing\n\nFor a share of the utterances a stream is missing altogether, or rows of it "
         "are missing at random; the area under the curve is over shares from 0 to 1. Means over draws and over "
         "the runs that were tested so.\n\n" +
         table.text();
}

std::string markdown_intervals(const Section& section) {
  MarkdownTable table({"system", "asked for", "coverage", "95 % over videos", "chance allows one run", "mean width",
                       "radius", "calibrated on", "runs from, to"});
  std::set<std::string> approximate;
  for (const TableRow& row : section.rows) {
    if (!row.conformal) continue;
    const Json& mean = row.conformal->mean;
    const Json &coverage = mean.at("coverage"), &expected = mean.at("expected");
    const auto percent = [](double share) { return decimal(100 * share, 2); };
    const auto range = [&](const Json& of) {
      return percent(number_or_nan(of.at("low"))) + " to " + percent(number_or_nan(of.at("high")));
    };
    table.add({markdown_text(row.name), percent(1 - number_or_nan(mean.at("alpha"))),
               percent(number_or_nan(coverage.at("value"))), range(coverage), range(expected),
               decimal(number_or_nan(mean.at("width")), 3), decimal(number_or_nan(mean.at("radius")), 3),
               mean.at("calibration").at("utterances").dump() + ", rank " + mean.at("calibration").at("rank").dump(),
               range(extremes(coverage.at("runs")))});
    if (mean.at("approximate").is_string()) approximate.insert(mean.at("approximate").get<std::string>());
  }
  if (table.empty()) return "";
  std::string remarks;
  for (const std::string& sentence : approximate) remarks += " Approximate: " + markdown_text(sentence) + ".";
  return "\n### Intervals\n\nSplit-conformal intervals: the truth of a new utterance lies inside as often as was asked "
         "for. In percent, means over seeds. What chance allows holds for one run: it stands against the least and the "
         "greatest coverage of a run, not against the mean, and runs on one split are not independent." +
         remarks + "\n\n" + table.text();
}

std::string markdown_slices(const Section& section) {
  const Metric* sign = sign_accuracy(section.provenance.scale());
  std::vector<std::string> header{"system", "by", "slice", "utterances", "MAE", "error"};
  if (sign) header.push_back(sign->name);
  MarkdownTable table(header);
  for (const TableRow& row : section.rows) {
    if (!row.slices) continue;
    for (const auto& [kind, slices] : row.slices->mean.at("slices").items())
      for (const Json& slice : slices) {
        std::vector<std::string> line{markdown_text(row.name),
                                      kind,
                                      markdown_text(slice.at("slice")),
                                      slice.at("count").dump(),
                                      metric("MAE").shown(number_or_nan(slice.at("MAE"))),
                                      decimal(number_or_nan(slice.at("error")), 4, true)};
        if (sign) line.push_back(sign->shown(number_or_nan(slice.at(sign->name))));
        table.add(line);
      }
  }
  if (table.empty()) return "";
  return markdown_details("Where the systems err (error: mean of prediction - truth)", table.text());
}

}  // namespace mmim
