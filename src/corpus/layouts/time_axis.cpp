#include "corpus/layouts/time_axis.h"

#include <algorithm>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/say.h"

namespace mmim {

namespace {

/// Whether line `at` of the first axis (of the last, where `last`) of an array (a, b) has zeros alone.
bool is_zero(const Array& array, bool last, int64_t at) {
  const int64_t rows = array.shape[0], width = array.shape[1];
  for (int64_t i = 0; i < (last ? rows : width); ++i)
    if (array.at(last ? i * width + at : at * width + i) != 0) return false;
  return true;
}

int64_t zeros_at_ends(const Array& array, bool last) {
  const int64_t lines = array.shape[last ? 1 : 0];
  int64_t front = 0, back = 0;
  while (front < lines && is_zero(array, last, front)) ++front;
  while (back < lines - front && is_zero(array, last, lines - 1 - back)) ++back;
  return front + back;
}

}  // namespace

std::optional<TimeAxis> stated_axis(const TableOptions& options, Modality m) {
  std::optional<TimeAxis> stated;
  for (const std::string& words : options.time_axis) {
    const size_t equals = words.find('=');
    const std::string stream = equals == words.npos ? "" : words.substr(0, equals);
    const std::string axis = equals == words.npos ? words : words.substr(equals + 1);
    const bool known = stream.empty() ? equals == words.npos : stream == "visual" || stream == "acoustic";
    if (!known || (axis != "first" && axis != "last"))
      throw UsageError("--time-axis `" + words + "`: first, last or STREAM=first is wanted, such as acoustic=last");
    if (stream.empty() || stream == word(m)) stated = axis == "last" ? TimeAxis::last : TimeAxis::first;
  }
  return stated;
}

int64_t AxisEvidence::Extents::most_common() const {
  int64_t most = 0;
  for (const auto& [extent, count] : arrays) most = std::max(most, count);
  return most;
}

void AxisEvidence::add(const Array& array, int64_t words) {
  ++arrays_;
  for (const bool last : {false, true}) {
    Extents& extents = last ? last_ : first_;
    const int64_t extent = array.shape[last ? 1 : 0];
    ++extents.arrays[extent];
    extents.as_words += words > 1 && extent == words;
    extents.padding.insert(zeros_at_ends(array, last));
  }
}

std::optional<TimeAxis> AxisEvidence::axis() const {
  const auto either = [](bool first, bool last) -> std::optional<TimeAxis> {
    if (first == last) return {};
    return first ? TimeAxis::first : TimeAxis::last;
  };
  if (arrays_ == 0) return TimeAxis::first;
  if (widths_.size() == 1)  // of tables beside the arrays
    if (const auto axis =
            either(last_.one() && widths_.contains(last_.only()), first_.one() && widths_.contains(first_.only())))
      return axis;
  if (!first_.one()) return TimeAxis::first;
  const bool rows = first_.only() == 1;
  if (!last_.one()) {
    const bool outliers = 2 * last_.most_common() > arrays_;  // most have one width, so the others are wrong
    return either(rows || outliers, !rows && !outliers);
  }
  if (rows || last_.only() == 1) return TimeAxis::first;
  if (const auto axis = either(first_.as_words == arrays_, last_.as_words == arrays_)) return axis;
  return either(first_.padding.size() > 1, last_.padding.size() > 1);
}

std::string AxisEvidence::say_untold(Modality m) const {
  const int64_t first = first_.only(), last = last_.only();
  return sentence(
      "{}: nothing tells time from features, so each of {} ({}, {}) is read as {} of {}; "
      "`--time-axis {}=last` takes {} of {}, as librosa writes them",
      word(m), say_count(arrays_, "array"), first, last, say_count(first, "row"), say_count(last, "feature"), word(m),
      say_count(last, "row"), say_count(first, "feature"));
}

Array transposed(const Array& array) {
  const int64_t rows = array.shape[0], width = array.shape[1];
  const auto size = static_cast<int64_t>(size_of(array.type));
  std::vector<std::byte> bytes(array.bytes.size());
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t column = 0; column < width; ++column)
      std::copy_n(array.bytes.begin() + (row * width + column) * size, size,
                  bytes.begin() + (column * rows + row) * size);
  return make_array(array.type, {width, rows}, std::move(bytes));
}

}  // namespace mmim
