#include "corpus/layouts/sequence.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.h"

namespace mmim {

bool Interval::meets(const Interval& other) const {
  constexpr double kTolerance = 1e-5;
  return std::min(end, other.end) - std::max(begin, other.begin) > kTolerance;
}

Sequence::Sequence(const std::filesystem::path& path) : path_(path), file_(std::make_shared<Hdf5File>(path)) {
  const auto roots = file_->children("/");
  if (roots.size() != 1 || !file_->contains("/" + roots[0] + "/data"))
    throw DataError(path.string() + ": is no computational sequence (one group with `data` was expected)");
  root_ = roots[0];
}

std::vector<std::string> Sequence::videos() const { return file_->children("/" + root_ + "/data"); }

bool Sequence::contains(const std::string& video) const { return file_->contains("/" + root_ + "/data/" + video); }

Value Sequence::features(const std::string& video) const {
  return file_->read("/" + root_ + "/data/" + video + "/features");
}

std::vector<Interval> Sequence::intervals(const std::string& video, int64_t count) const {
  const std::string object = "/" + root_ + "/data/" + video + "/intervals";
  const Value value = file_->read(object);
  const Array* array = value.array();
  if (!array || array->shape != std::vector<int64_t>{count, 2})
    throw DataError(path_.string() + ": " + object + ": is " + value.say() + ", intervals (" + std::to_string(count) +
                    ", 2) were expected");
  std::vector<Interval> intervals;
  for (int64_t i = 0; i < count; ++i) {
    intervals.push_back({array->at(2 * i), array->at(2 * i + 1)});
    if (!std::isfinite(intervals.back().begin) || !std::isfinite(intervals.back().end))
      throw DataError(path_.string() + ": " + object + ": interval " + std::to_string(i) + " is not finite");
  }
  return intervals;
}

std::vector<float> mean_per_word(const Sequence& sequence, const std::string& video, const std::vector<Interval>& words,
                                 int64_t width) {
  std::vector<float> means(words.size() * static_cast<size_t>(width));
  if (!sequence.contains(video)) return means;
  const Value value = sequence.features(video);
  const Array* array = value.array();
  if (!array || array->shape.size() != 2 || array->shape[1] != width)
    throw DataError(sequence.path().string() + ": video " + video + ": is " + value.say() + ", features (rows, " +
                    std::to_string(width) + ") were expected");
  const std::vector<float> features = array->to_floats();
  const std::vector<Interval> rows = sequence.intervals(video, array->rows());

  // In order of begin, with the latest end so far: the first row that can meet a word is found by bisection.
  std::vector<size_t> order(rows.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return rows[a].begin < rows[b].begin; });
  std::vector<double> latest;
  for (const size_t row : order)
    latest.push_back(std::max(latest.empty() ? rows[row].end : latest.back(), rows[row].end));

  std::vector<double> sum(static_cast<size_t>(width));
  for (size_t word = 0; word < words.size(); ++word) {
    std::fill(sum.begin(), sum.end(), 0);
    double count = 0;
    const auto first = std::upper_bound(latest.begin(), latest.end(), words[word].begin) - latest.begin();
    for (auto i = static_cast<size_t>(first); i < order.size() && rows[order[i]].begin < words[word].end; ++i) {
      if (!rows[order[i]].meets(words[word])) continue;
      ++count;
      for (size_t k = 0; k < sum.size(); ++k) sum[k] += features[order[i] * sum.size() + k];
    }
    for (size_t k = 0; k < sum.size() && count > 0; ++k)
      means[word * sum.size() + k] = static_cast<float>(sum[k] / count);
  }
  return means;
}

}  // namespace mmim
