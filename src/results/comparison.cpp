#include "results/comparison.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/error.h"
#include "core/names.h"
#include "core/numbers.h"
#include "core/version.h"
#include "corpus/dataset.h"
#include "corpus/video.h"
#include "metrics/spread.h"

namespace mmim {

namespace {

void check_same_data(const PredictedRun& a, const PredictedRun& b) {
  const auto said = [](const PredictedRun& run) {
    const Provenance& from = run.cell.provenance;
    return run.folder.string() + " is of " + from.data + " (" + from.fingerprint.substr(0, 12) + "), split " +
           from.split;
  };
  const Provenance &of_a = a.cell.provenance, &of_b = b.cell.provenance;
  if (of_a.fingerprint != of_b.fingerprint || of_a.split != of_b.split)
    throw UsageError(said(a) + ", " + said(b) + ": systems can only be compared on the same utterances");
  if (of_a.label != of_b.label || of_a.labels != of_b.labels)
    throw UsageError(a.folder.string() + " and " + b.folder.string() + ": were trained on several " +
                     table_difference(std::vector<Provenance>{of_a, of_b}));
}

/// The predictions of a run in the order of `ids`, which stand with their place in it.
std::vector<float> in_order(const PredictedRun& run, const PredictedRun& first) {
  if (run.predictions.id == first.predictions.id && run.predictions.truth == first.predictions.truth)
    return run.predictions.prediction;
  std::map<std::string, size_t> place;
  for (size_t i = 0; i < run.predictions.id.size(); ++i) place[run.predictions.id[i]] = i;
  const std::string file = (run.folder / "predictions.csv").string();
  if (place.size() != first.predictions.id.size() || run.predictions.id.size() != first.predictions.id.size())
    throw DataError(file + ": holds " + std::to_string(place.size()) + " utterances, not the " +
                    std::to_string(first.predictions.id.size()) + " of " + first.folder.string());
  std::vector<float> values;
  for (size_t i = 0; i < first.predictions.id.size(); ++i) {
    const auto found = place.find(first.predictions.id[i]);
    if (found == place.end()) throw DataError(file + ": no utterance `" + first.predictions.id[i] + "`");
    if (run.predictions.truth[found->second] != first.predictions.truth[i])
      throw DataError(file + ": another truth of utterance `" + first.predictions.id[i] + "` than in " +
                      first.folder.string());
    values.push_back(run.predictions.prediction[found->second]);
  }
  return values;
}

/// The first run that says what it predicted; null when both sides are published cells.
const PredictedRun* first_predicted(const SystemRuns& a, const SystemRuns& b) {
  for (const SystemRuns* side : {&a, &b})
    for (const PredictedRun& run : side->runs)
      if (!run.published()) return &run;
  return nullptr;
}

/// One side: the metrics of each run in resamples and, where every run has some, their predictions in one order.
struct SideDraws {
  std::vector<MetricDraws> draws;
  std::vector<std::vector<float>> predictions;
};

SideDraws draws_of(const SystemRuns& side, const PredictedRun* first, const std::vector<std::string>& video,
                   const ComparisonOptions& options) {
  SideDraws all;
  for (const PredictedRun& run : side.runs) {
    if (run.published()) {
      if (run.cell.draws.is_null()) throw DataError(run.folder.string() + ": this cell has no resamples of its videos");
      all.draws.push_back(draws_from_json(run.cell.draws, run.folder.string()));
    } else {
      all.predictions.push_back(in_order(run, *first));
      all.draws.push_back(draw_metrics(all.predictions.back(), first->predictions.truth, video, options.draws,
                                       options.seed, F1Weight::truth, run.cell.provenance.scale()));
    }
  }
  if (all.predictions.size() < side.runs.size()) all.predictions.clear();
  return all;
}

std::vector<const MetricDraws*> pointers(const std::vector<MetricDraws>& draws) {
  std::vector<const MetricDraws*> all;
  all.reserve(draws.size());
  for (const MetricDraws& one : draws) all.push_back(&one);
  return all;
}

std::vector<double> of_seeds(const SystemRuns& side, const std::string& metric, const std::vector<int64_t>& seeds) {
  const std::vector<double> all = side.of(metric);
  std::vector<double> values;
  for (size_t i = 0; i < all.size(); ++i)
    if (std::find(seeds.begin(), seeds.end(), side.runs[i].cell.seed) != seeds.end()) values.push_back(all[i]);
  return values;
}

std::vector<UtteranceComparison> differing(const PredictedRun& first, const std::vector<std::vector<float>>& a,
                                           const std::vector<std::vector<float>>& b, int64_t top) {
  const auto mean = [](const std::vector<std::vector<float>>& runs, size_t i) {
    double sum = 0;
    for (const auto& run : runs) sum += static_cast<double>(run[i]);
    return sum / static_cast<double>(runs.size());
  };
  std::vector<UtteranceComparison> all;
  for (size_t i = 0; i < first.predictions.id.size(); ++i)
    all.push_back({first.predictions.id[i], static_cast<double>(first.predictions.truth[i]), mean(a, i), mean(b, i)});
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& x, const auto& y) { return std::abs(x.a - x.b) > std::abs(y.a - y.b); });
  all.resize(std::min(all.size(), static_cast<size_t>(std::max<int64_t>(0, top))));
  return all;
}

/// Every value that the runs of a side have.
std::set<std::string> all_of(const SystemRuns& side, std::string Provenance::*fact) {
  std::set<std::string> values;
  for (const PredictedRun& run : side.runs) values.insert(run.cell.provenance.*fact);
  return values;
}

/// What two sides may differ in without being refused.
std::vector<std::string> marks_of(const SystemRuns& a, const SystemRuns& b) {
  std::vector<std::string> marks;
  if (a.runs.front().cell.provenance.synthetic || b.runs.front().cell.provenance.synthetic)
    marks.emplace_back("SYNTHETIC data: the numbers show that the program learns, nothing about people");
  const auto mark = [&](const std::string& what, std::string Provenance::*fact) {
    const std::set<std::string> of_a = all_of(a, fact), of_b = all_of(b, fact);
    if (of_a.size() > 1 || of_a != of_b)
      marks.push_back("the " + what + " differ: " + listing({of_a.begin(), of_a.end()}) + " against " +
                      listing({of_b.begin(), of_b.end()}));
  };
  mark("protocols", &Provenance::protocol);
  std::set<std::string> watermarks = all_of(a, &Provenance::watermark);
  watermarks.merge(all_of(b, &Provenance::watermark));
  for (const std::string& watermark : watermarks)
    if (!watermark.empty()) marks.push_back("WATERMARK: " + watermark);
  mark("text encoders", &Provenance::encoder);
  mark("versions of the program", &Provenance::version);
  return marks;
}

Json t_json(const TTest& test, size_t seeds) {
  Json json{{"statistic", number_to_json(test.statistic)},
            {"degrees", number_to_json(test.degrees)},
            {"p", number_to_json(test.p)},
            {"difference", number_to_json(test.difference)},
            {"low", number_to_json(test.low)},
            {"high", number_to_json(test.high)},
            {"seeds", seeds}};
  if (!test.why_undefined.empty()) json["undefined"] = test.why_undefined;
  return json;
}

Json bootstrap_json(const BootstrapTest& test) {
  Json json{{"p", number_to_json(test.p)},      {"difference", number_to_json(test.difference)},
            {"low", number_to_json(test.low)},  {"high", number_to_json(test.high)},
            {"draws_left_out", test.undefined}, {"draws_used", test.used}};
  if (!test.why_undefined.empty()) json["undefined"] = test.why_undefined;
  return json;
}

Json two_level_json(const TwoLevelTest& test) {
  Json json{{"p", number_to_json(test.p)},
            {"low", number_to_json(test.low)},
            {"high", number_to_json(test.high)},
            {"at_least", number_to_json(test.at_least)},
            {"at_most", number_to_json(test.at_most)},
            {"df", number_to_json(test.degrees)},
            {"standard_error", number_to_json(test.error)},
            {"seed_share", number_to_json(test.seed_share)},
            {"detectable", number_to_json(test.detectable)}};
  if (!test.why_undefined.empty()) json["undefined"] = test.why_undefined;
  return json;
}

/// All but the numbers.
Comparison begun(const SystemRuns& a, const SystemRuns& b, const ComparisonOptions& options) {
  check_same_data(a.runs.front(), b.runs.front());
  Comparison c;
  c.a = a.name;
  c.b = b.name;
  c.a_seeds = a.seeds();
  c.b_seeds = b.seeds();
  std::set_intersection(c.a_seeds.begin(), c.a_seeds.end(), c.b_seeds.begin(), c.b_seeds.end(),
                        std::back_inserter(c.common_seeds));
  c.provenance = a.runs.front().cell.provenance;
  c.utterances = a.runs.front().cell.utterances;
  c.marks = marks_of(a, b);
  c.options = options;
  return c;
}

}  // namespace

Comparison compare(const SystemRuns& a, const SystemRuns& b, const ComparisonOptions& options) {
  Comparison c = begun(a, b, options);
  const PredictedRun* first = first_predicted(a, b);
  std::vector<std::string> video;
  if (first)
    for (const std::string& id : first->predictions.id) video.emplace_back(video_of(id));
  c.by_video = !first || video != first->predictions.id;
  const SideDraws in_a = draws_of(a, first, video, options), in_b = draws_of(b, first, video, options);
  c.videos = in_a.draws.front().videos;
  c.options.draws = in_a.draws.front().count;
  c.options.seed = in_a.draws.front().seed;
  if (in_a.predictions.empty() || in_b.predictions.empty())
    c.marks.emplace_back("published cells hold no predictions: single utterances are not compared");
  else
    c.differ = differing(*first, in_a.predictions, in_b.predictions, options.top);

  for (const Metric& metric : mmim::metrics(c.provenance.scale())) {
    const std::string& name = metric.name;
    const std::vector<double> of_a = a.of(name), of_b = b.of(name);
    const Spread spread_a = spread_of(of_a), spread_b = spread_of(of_b);
    c.metrics.push_back({.metric = name,
                         .a = spread_a.mean,
                         .b = spread_b.mean,
                         .a_deviation = spread_a.deviation,
                         .b_deviation = spread_b.deviation,
                         .two_level = two_level_test(name, pointers(in_a.draws), of_a, pointers(in_b.draws), of_b),
                         .resampled = bootstrap_test(name, pointers(in_a.draws), of_a, pointers(in_b.draws), of_b),
                         .paired = paired_t(of_seeds(a, name, c.common_seeds), of_seeds(b, name, c.common_seeds)),
                         .welch = welch_t(of_a, of_b),
                         .hedges_g = hedges_g(of_a, of_b)});
  }
  return c;
}

Json Comparison::to_json() const {
  Json values = Json::array(), most = Json::array();
  for (const MetricComparison& m : metrics)
    values.push_back({{"metric", m.metric},
                      {"a", {{"mean", number_to_json(m.a)}, {"sd", number_to_json(m.a_deviation)}}},
                      {"b", {{"mean", number_to_json(m.b)}, {"sd", number_to_json(m.b_deviation)}}},
                      {"difference", number_to_json(m.a - m.b)},
                      {"two_level", two_level_json(m.two_level)},
                      {"bootstrap", bootstrap_json(m.resampled)},
                      {"paired_t", t_json(m.paired, common_seeds.size())},
                      {"welch_t", t_json(m.welch, std::min(a_seeds.size(), b_seeds.size()))},
                      {"hedges_g", number_to_json(m.hedges_g)}});
  for (const UtteranceComparison& u : differ)
    most.push_back({{"id", u.id}, {"truth", u.truth}, {"a", u.a}, {"b", u.b}, {"difference", u.a - u.b}});
  return {{"a", {{"name", a}, {"seeds", a_seeds}}},
          {"b", {{"name", b}, {"seeds", b_seeds}}},
          {"data", provenance.data},
          {"data_fingerprint", provenance.fingerprint},
          {"split", provenance.split},
          {"utterances", utterances},
          {"videos", videos},
          {"resampled", by_video ? "videos" : "utterances"},
          {"draws", options.draws},
          {"draw_seed", options.seed},
          {"marks", marks},
          {"metrics", values},
          {"differ_most", most},
          {"version", program_version()}};
}

}  // namespace mmim
