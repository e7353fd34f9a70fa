#include "results/cases.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/error.h"
#include "core/names.h"
#include "core/numbers.h"

namespace mmim {

namespace {

/// Utterances with what is said of each, in the order in which they were found.
class Picks {
 public:
  void add(size_t utterance, const std::string& tag) {
    const auto [place, is_new] = tags_.try_emplace(utterance);
    if (is_new) order_.push_back(utterance);
    if (std::find(place->second.begin(), place->second.end(), tag) == place->second.end()) place->second.push_back(tag);
  }
  const std::vector<size_t>& order() const { return order_; }
  const std::vector<std::string>& tags(size_t utterance) const { return tags_.at(utterance); }

 private:
  std::vector<size_t> order_;
  std::map<size_t, std::vector<std::string>> tags_;
};

bool is_modality(const std::string& score) {
  return std::any_of(kModalities.begin(), kModalities.end(), [&](Modality m) { return word(m) == score; });
}

/// The `most` utterances of the largest value, in that order.
std::vector<size_t> largest(const std::vector<double>& values, int64_t most) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] > values[b]; });
  order.resize(std::min(order.size(), static_cast<size_t>(std::max<int64_t>(0, most))));
  return order;
}

size_t place_of(const std::vector<std::string>& ids, const std::string& id) {
  const auto found = std::find(ids.begin(), ids.end(), id);
  if (found != ids.end()) return static_cast<size_t>(found - ids.begin());
  throw DataError("no utterance `" + id + "` in this split" + did_you_mean(id, ids));
}

Picks picked(const Predictions& p, const CaseOptions& options) {
  Picks picks;
  for (const std::string& id : options.ids) picks.add(place_of(p.id, id), "chosen");
  if (!options.ids.empty()) return picks;
  std::vector<double> error, closeness;
  for (size_t i = 0; i < p.truth.size(); ++i) {
    error.push_back(std::abs(static_cast<double>(p.prediction[i]) - static_cast<double>(p.truth[i])));
    closeness.push_back(-error.back());
  }
  for (const size_t i : largest(disagreement(p), options.pick)) picks.add(i, "disagreement");
  for (const size_t i : largest(closeness, options.pick)) picks.add(i, "best");
  for (const size_t i : largest(error, options.pick)) picks.add(i, "worst");
  return picks;
}

Json scores_of(const Predictions& p, size_t utterance) {
  Json scores = Json::object();
  for (const auto& [score, values] : p.scores) {
    const double cosine = values[utterance];
    if (is_modality(score))
      scores[score] = {{"cosine", number_to_json(cosine)}, {"exp", number_to_json(std::exp(cosine))}};
  }
  return scores;
}

}  // namespace

std::vector<double> disagreement(const Predictions& p) {
  std::vector<const std::vector<float>*> scores;
  for (const auto& [score, values] : p.scores)
    if (is_modality(score)) scores.push_back(&values);
  std::vector<double> spread;
  for (size_t i = 0; i < p.prediction.size() && scores.size() > 1; ++i) {
    double low = (*scores.front())[i], high = low;
    for (const auto* values : scores) {
      low = std::min(low, static_cast<double>((*values)[i]));
      high = std::max(high, static_cast<double>((*values)[i]));
    }
    spread.push_back(high - low);
  }
  return spread;
}

Json cases(const Predictions& p, const Split& split, const CaseOptions& options) {
  const Picks picks = picked(p, options);
  Json all = Json::array();
  for (const size_t i : picks.order()) {
    std::vector<std::string> tags = picks.tags(i);
    if (p.truth[i] * p.prediction[i] < 0) tags.emplace_back("wrong sign");
    all.push_back({{"id", p.id[i]},
                   {"video", p.video[i]},
                   {"text", split.text(static_cast<int64_t>(i))},
                   {"truth", p.truth[i]},
                   {"prediction", p.prediction[i]},
                   {"scores", scores_of(p, i)},
                   {"tags", tags}});
  }
  return all;
}

void add_cases(Json& into, const std::filesystem::path& file, const std::string& cell) {
  if (!std::filesystem::exists(file)) return;
  const Json list = read_json(file);
  if (!list.is_array()) throw DataError(file.string() + ": is not a list of utterances");
  for (Json one : list) {
    if (!one.is_object()) throw DataError(file.string() + ": an entry is not an utterance");
    if (!cell.empty()) one["cell"] = cell;
    into.push_back(std::move(one));
  }
}

}  // namespace mmim
