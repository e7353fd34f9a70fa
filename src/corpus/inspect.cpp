#include "corpus/inspect.h"

#include <algorithm>
#include <cmath>

#include "corpus/fingerprint.h"
#include "corpus/survey.h"

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

/// Counts of the classes -3 to 3, labels rounded half to even as Acc-7 does.
Json histogram(const std::vector<Survey::Utterance>& split) {
  Json bins = Json::object();
  for (int bin = -3; bin <= 3; ++bin) bins[std::to_string(bin)] = 0;
  for (const auto& utterance : split) {
    const auto bin = std::clamp(static_cast<int>(std::nearbyint(utterance.label)), -3, 3);
    bins[std::to_string(bin)] = bins[std::to_string(bin)].get<int64_t>() + 1;
  }
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
  report["labels"] = histogram(split);
  return report;
}

}  // namespace

Json inspect(const std::filesystem::path& path, const std::string& layout, const std::filesystem::path& labels) {
  std::error_code code;
  const bool imported = layout.empty() && std::filesystem::exists(path / "dataset.json", code);
  Dataset dataset;
  if (imported) dataset = Dataset::open(path);
  const auto source = imported ? source_of(dataset, path) : open_source(path, layout, labels);
  const Survey facts = survey(*source);
  DatasetInfo info = imported ? dataset.info : facts.info;
  if (!imported) {
    info.source_sha256 = source_hash(*source);
    info.counts = facts.to_json();
  }
  Json report = {{"path", path.string()}, {"imported", imported}, {"recognised", recognised(info.source_sha256)}};
  report.update(info.to_json());
  if (!imported)
    for (const char* of_an_import : {"fingerprint", "lengths", "non_finite"}) report.erase(of_an_import);
  for (const SplitName name : kSplits) report["splits"][word(name)] = describe(facts, name);
  return report;
}

}  // namespace mmim
