#include "corpus/inspect.h"

#include <algorithm>
#include <cmath>

#include "core/scale.h"
#include "corpus/fingerprint.h"
#include "corpus/rules.h"

namespace mmim {

namespace {

/// Least, quartiles, 95th percentile and greatest, each a value that occurs.
Json quantiles(std::vector<int64_t> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<size_t>(std::lround(share * static_cast<double>(values.size() - 1)))];
  };
  return {{"min", at(0)}, {"q25", at(0.25)}, {"median", at(0.5)}, {"q75", at(0.75)}, {"q95", at(0.95)}, {"max", at(1)}};
}

/// The classes of a scale: -3 to 3, and of CH-SIMS the five of Acc-5; of other scales none.
std::vector<std::string> classes_of(Scale scale) {
  if (scale == Scale::mosi) return {"-3", "-2", "-1", "0", "1", "2", "3"};
  if (scale == Scale::other) return {};
  return {"negative", "weakly negative", "neutral", "weakly positive", "positive"};
}

/// On -3 to 3 labels are rounded half to even as Acc-7 does.
size_t class_of(float label, Scale scale) {
  if (scale == Scale::sims) return static_cast<size_t>(sims_class(label, sims_cuts(5)));
  return static_cast<size_t>(std::clamp(static_cast<int>(std::nearbyint(label)), -3, 3) + 3);
}

/// Counts of the classes; of a scale without any, the least, mean and greatest label.
Json histogram(const std::vector<Survey::Utterance>& split, Scale scale) {
  const std::vector<std::string> classes = classes_of(scale);
  std::vector<int64_t> counts(classes.size());
  double low = split.front().label, high = low, sum = 0;
  for (const auto& utterance : split) {
    if (!classes.empty()) ++counts[class_of(utterance.label, scale)];
    low = std::min<double>(low, utterance.label);
    high = std::max<double>(high, utterance.label);
    sum += utterance.label;
  }
  if (classes.empty()) return {{"min", low}, {"mean", sum / static_cast<double>(split.size())}, {"max", high}};
  Json bins = Json::object();
  for (size_t i = 0; i < classes.size(); ++i) bins[classes[i]] = counts[i];
  return bins;
}

Json describe(const Survey& survey, SplitName name) {
  const auto& split = survey.split(name);
  Json report = {{"utterances", split.size()}, {"videos", survey.videos[static_cast<size_t>(name)]}};
  if (split.empty()) return report;
  std::vector<int64_t> words;
  for (const auto& utterance : split) words.push_back(utterance.words);
  report["without_words"] = std::count(words.begin(), words.end(), 0);
  report["words"] = quantiles(words);
  for (const Modality m : kRowStreams) {
    if (survey.info.streams[m].width == 0) continue;
    std::vector<int64_t> lengths;
    for (const auto& utterance : split)
      lengths.push_back(kept_rows(utterance.facts, survey.info, LengthRule::trimmed)[m].count);
    report["lengths"][word(m)] = quantiles(lengths);
  }
  report["labels"] = histogram(split, scale_of(survey.info.labels));
  return report;
}

/// What survey and record tell of a source or of a data set.
Json report_of(const Survey& facts, const DatasetInfo& info, const std::filesystem::path& path, bool imported) {
  Json report = {{"path", path.string()}, {"imported", imported}, {"recognised", recognised(info.source_sha256)}};
  report.update(info.to_json());
  if (!imported)
    for (const char* of_an_import : {"fingerprint", "lengths", "non_finite"}) report.erase(of_an_import);
  for (const SplitName name : kSplits) report["splits"][word(name)] = describe(facts, name);
  return report;
}

}  // namespace

Json inspect(const Source& source, const std::filesystem::path& path) {
  const Survey facts = survey(source);
  DatasetInfo info = facts.info;
  info.source_sha256 = source_hash(source);
  info.counts = facts.to_json();
  note_rules(facts, {}, info);
  return report_of(facts, info, path, false);
}

Json inspect(const std::filesystem::path& path, const std::string& layout, const std::filesystem::path& labels,
             const TableOptions& table) {
  std::error_code code;
  if (!layout.empty() || !std::filesystem::exists(path / "dataset.json", code))
    return inspect(*open_source(path, layout, labels, table), path);
  const Dataset dataset = Dataset::open(path);
  return report_of(survey(*source_of(dataset, path)), dataset.info, path, true);
}

}  // namespace mmim
