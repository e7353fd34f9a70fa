#include <algorithm>
#include <array>
#include <cstdio>

#include "core/scale.h"
#include "corpus/feature_set.h"
#include "corpus/inspect.h"

namespace mmim {

namespace {

std::string say(const Json& value) {
  if (value.is_object()) {
    std::string all;
    for (const auto& [key, one] : value.items()) all += (all.empty() ? "" : ", ") + key + ": " + say(one);
    return all;
  }
  if (!value.is_number_float()) return value.is_string() ? value.get<std::string>() : value.dump();
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.4g", value.get<double>());
  return text.data();
}

/// "1 video", "2 videos".
std::string count_of(const Json& count, const std::string& what) {
  return say(count) + " " + what + (count == 1 ? "" : "s");
}

std::string line(const std::string& name, const std::string& value) {
  std::array<char, 32> head{};
  std::snprintf(head.data(), head.size(), "%-13s ", name.c_str());
  return head.data() + value + "\n";
}

std::string say_quantiles(const Json& quantiles) {
  return say(quantiles["min"]) + " | " + say(quantiles["q25"]) + " | " + say(quantiles["median"]) + " | " +
         say(quantiles["q75"]) + " | " + say(quantiles["q95"]) + " | " + say(quantiles["max"]);
}

std::string say_range(const Json& range) {
  return say(LabelRange{range.at(0).get<double>(), range.at(1).get<double>()});
}

/// " (AU01_r, AU02_r and 15 more)" of named features.
std::string some_names(const Json& report, const std::string& stream) {
  constexpr size_t kShown = 3;
  if (!report.contains("features") || !report["features"]["columns"].contains(stream)) return "";
  const Json& columns = report["features"]["columns"][stream];
  std::string names;
  for (size_t k = 0; k < std::min(kShown, columns.size()); ++k) names += (k > 0 ? ", " : "") + say(columns[k]);
  if (columns.size() > kShown) names += " and " + std::to_string(columns.size() - kShown) + " more";
  return " (" + names + ")";
}

std::string streams(const Json& report) {
  std::string text;
  for (const auto& [name, stream] : report["streams"].items()) {
    const bool ragged = stream["published_length"] == 0;
    text += line(name, say(stream["width"]) + " features" + some_names(report, name) + ", " +
                           (ragged ? "published at its own length"
                                   : "published at " + say(stream["published_length"]) + " rows, padding at the " +
                                         say(stream["padding"])));
  }
  if (report["streams"].empty()) text += line("streams", "none: words and labels only");
  return text;
}

std::string split(const std::string& name, const Json& report, bool imported) {
  if (report["utterances"] == 0) return line(name, "missing");
  std::string text =
      line(name, count_of(report["utterances"], "utterance") + " of " + count_of(report["videos"], "video"));
  if (report["without_words"] != 0) text += line("", say(report["without_words"]) + " without words");
  text += line("", "words     " + say_quantiles(report["words"]) + "  (min, 25 %, median, 75 %, 95 %, max)");
  if (report.contains("lengths"))
    for (const auto& [stream, lengths] : report["lengths"].items())
      text += line("", stream + std::string(10 - stream.size(), ' ') + say_quantiles(lengths) +
                           (imported ? " rows" : " rows, trimmed"));
  std::string bins;
  for (const auto& [bin, count] : report["labels"].items())
    bins += (bins.empty() ? "" : ", ") + bin + ": " + say(count);
  return text + line("", "labels    " + bins);
}

std::string rules(const std::string& split, const std::string& stream, const Json& counts) {
  const Json &rows = counts["rows"], &differ = counts["utterances_other_than_trimmed"], &odd = counts["non_finite"];
  std::string text = line(split, stream + ": " + count_of(rows["trimmed"], "row") + " trimmed; " +
                                     say(rows["zero_rows_counted"]) + " with zero rows counted (another length in " +
                                     count_of(differ["zero_rows_counted"], "utterance") + "); " +
                                     say(rows["as_stored"]) + " as stored (in " + say(differ["as_stored"]) + ")");
  text += line("", count_of(counts["utterances_with_interior_zero_rows"], "utterance") + " with zero rows inside, " +
                       say(counts["empty_streams"]) + " empty; " + say(odd["nan"]) + " NaN, " +
                       say(odd["positive_infinite"]) + " +inf, " + say(odd["negative_infinite"]) + " -inf");
  return text;
}

}  // namespace

std::string render_inspection(const Json& report) {
  const bool imported = report["imported"].get<bool>();
  std::string text =
      line("path", say(report["path"]) + (imported ? " (imported from " + say(report["source"]) + ")" : ""));
  if (report["synthetic"].get<bool>()) text += line("SYNTHETIC", "generated numbers, no recordings of people");
  text += line("layout", say(report["layout"]));
  if (const auto hash = say(report["source_sha256"]); !hash.empty()) text += line("sha-256", hash);
  if (const auto file = say(report["recognised"]); !file.empty()) text += line("recognised", file);
  const Json& alignment = report["alignment"];
  text += line("alignment", alignment == "words"    ? "words: the last row belongs to the last word"
                            : alignment == "pieces" ? "pieces: a row for every word piece"
                                                    : "none");
  if (imported)
    text += line("taken", "lengths " + say(report["lengths"]) + ", non-finite values " + say(report["non_finite"]));
  if (report.contains("features")) text += line("features", FeatureSet::from_json(report["features"], "").said());
  text += streams(report);
  const Json& range = report["label_range"];
  if (range != Json{-3, 3}) text += line("labels", "from " + say_range(range));
  if (report.contains("label_columns"))
    for (const auto& [name, of] : report["label_columns"].items())
      text += line("labels", name + ", from " + say_range(of) + " (`mmim train --label " + name + "`)");
  for (const auto& [name, value] : report["splits"].items()) text += split(name, value, imported);
  for (const Json& note : report["notes"]) text += line("note", say(note["sentence"]));
  if (!report["counts"].empty()) text += "\nlength rules" + std::string(imported ? " as counted at import" : "") + "\n";
  for (const auto& [name, by_stream] : report["counts"].items())
    for (const auto& [stream, counts] : by_stream.items()) text += rules(name, stream, counts);
  for (const auto& [name, value] : report["extra"].items()) text += line(name, say(value));
  return text;
}

}  // namespace mmim
