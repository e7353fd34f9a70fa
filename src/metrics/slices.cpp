#include "metrics/slices.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/numbers.h"
#include "metrics/metrics.h"

namespace mmim {

namespace {

/// Neighbouring classes of utterances, first to last, told together.
struct Slice {
  size_t first, last;
  std::vector<size_t> rows;
};

/// A slice for each of `classes`, the small ones merged with the next, the last with the one before.
std::vector<Slice> slices_of(const std::vector<size_t>& class_of_row, size_t classes) {
  std::vector<Slice> all;
  for (size_t k = 0; k < classes; ++k) {
    if (all.empty() || all.back().rows.size() >= kFewestInSlice) all.push_back({k, k, {}});
    all.back().last = k;
    for (size_t row = 0; row < class_of_row.size(); ++row)
      if (class_of_row[row] == k) all.back().rows.push_back(row);
  }
  if (all.empty() || all.back().rows.size() >= kFewestInSlice) return all;
  const Slice rest = all.back();
  all.pop_back();
  if (all.empty()) return all;
  all.back().last = rest.last;
  all.back().rows.insert(all.back().rows.end(), rest.rows.begin(), rest.rows.end());
  return all;
}

Json measured(const Sliced& set, const std::vector<size_t>& rows) {
  Tally sums{.scale = set.scale};
  double error = 0;
  for (const size_t row : rows) {
    sums.add(set.prediction[row], set.truth[row]);
    error += static_cast<double>(set.prediction[row]) - static_cast<double>(set.truth[row]);
  }
  Json json{{"count", sums.count},
            {"MAE", number_to_json(metric("MAE").of(sums))},
            {"error", number_to_json(ratio(error, sums.count))}};
  const bool enough = (set.scale == Scale::mosi ? sums.non0.count() : sums.count) >= kFewestInSlice;
  if (const Metric* sign = sign_accuracy(set.scale))
    json[sign->name] = enough ? number_to_json(sign->of(sums)) : Json(nullptr);
  return json;
}

using Label = std::function<std::string(const Slice&)>;

Json told(const Sliced& set, const std::vector<size_t>& class_of_row, size_t classes, const Label& label) {
  Json list = Json::array();
  for (const Slice& slice : slices_of(class_of_row, classes)) {
    Json one{{"slice", label(slice)}};
    one.update(measured(set, slice.rows));
    list.push_back(one);
  }
  return list;
}

/// The part, of `parts` as equal as ties allow, in which each value lies; equal values share one.
template <class T>
std::vector<size_t> parts_of(std::span<const T> values, size_t parts) {
  std::vector<T> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<size_t> part_of;
  for (const T& value : values) {
    const auto below = std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin();
    part_of.push_back(static_cast<size_t>(below) * parts / sorted.size());
  }
  return part_of;
}

/// The names of the classes of a slice: "negative", "negative and zero".
Label joined(const std::vector<std::string>& names) {
  return [names](const Slice& slice) {
    std::string text = names[slice.first];
    for (size_t k = slice.first + 1; k <= slice.last; ++k) text += " and " + names[k];
    return text;
  };
}

Json by_length(const Sliced& set) {
  return told(set, parts_of(set.words, 4), 4, [&](const Slice& slice) {
    int64_t fewest = set.words[slice.rows.front()], most = fewest;
    for (const size_t row : slice.rows) {
      fewest = std::min(fewest, set.words[row]);
      most = std::max(most, set.words[row]);
    }
    return (fewest == most ? "" : std::to_string(fewest) + " to ") + std::to_string(most) +
           (most == 1 ? " word" : " words");
  });
}

Json by_strength(const Sliced& set) {
  const bool sims = set.scale == Scale::sims;
  const std::vector<float> edges = sims ? std::vector<float>{.1f, .7f} : std::vector<float>{.5f, 1.5f, 2.5f};
  const std::vector<std::string> names =
      sims ? std::vector<std::string>{"0", "0.1", "0.7", "1"} : std::vector<std::string>{"0", "0.5", "1.5", "2.5", "3"};
  std::vector<size_t> class_of_row;
  for (const float truth : set.truth)
    class_of_row.push_back(static_cast<size_t>(
        std::count_if(edges.begin(), edges.end(), [&](float edge) { return std::abs(truth) >= edge; })));
  return told(set, class_of_row, edges.size() + 1,
              [&](const Slice& slice) { return names[slice.first] + " to " + names[slice.last + 1]; });
}

Json by_sign(const Sliced& set) {
  std::vector<size_t> class_of_row;
  for (const float truth : set.truth) class_of_row.push_back(truth < 0 ? 0 : truth > 0 ? 2 : 1);
  return told(set, class_of_row, 3, joined({"negative", "zero", "positive"}));
}

/// What is not a number counts as the largest.
Json by_disagreement(const Sliced& set) {
  std::vector<double> values;
  for (const double value : set.disagreement) values.push_back(std::isnan(value) ? INFINITY : value);
  return told(set, parts_of<double>(values, 3), 3, joined({"low", "middle", "high"}));
}

Json calibration(const Sliced& set) {
  std::vector<size_t> order(set.prediction.size());
  std::iota(order.begin(), order.end(), 0);
  const auto key = [&](size_t row) { return std::isnan(set.prediction[row]) ? INFINITY : set.prediction[row]; };
  std::stable_sort(order.begin(), order.end(), [&](size_t i, size_t j) { return key(i) < key(j); });
  const size_t shares = std::min<size_t>(10, order.size() / kFewestInSlice);
  Json list = Json::array();
  for (size_t k = 0; k < shares; ++k) {
    const size_t begin = k * order.size() / shares, end = (k + 1) * order.size() / shares;
    double prediction = 0, truth = 0;
    for (size_t i = begin; i < end; ++i) {
      prediction += set.prediction[order[i]];
      truth += set.truth[order[i]];
    }
    const auto count = static_cast<int64_t>(end - begin);
    list.push_back({{"count", count},
                    {"prediction", number_to_json(ratio(prediction, count))},
                    {"truth", number_to_json(ratio(truth, count))}});
  }
  return list;
}

}  // namespace

Json slices_json(const Sliced& set) {
  require_same_length(set.prediction, set.truth);
  if (set.words.size() != set.truth.size() ||
      (!set.disagreement.empty() && set.disagreement.size() != set.truth.size()))
    throw DataError("numbers of words or of disagreement do not stand against as many truths");
  Json slices{{"length", by_length(set)}};
  if (set.scale != Scale::other) {
    slices["strength"] = by_strength(set);
    slices["sign"] = by_sign(set);
  }
  if (!set.disagreement.empty()) slices["disagreement"] = by_disagreement(set);
  return {{"slices", slices}, {"calibration", calibration(set)}};
}

}  // namespace mmim
