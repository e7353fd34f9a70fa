#include "corpus/label_ranges.h"

#include <algorithm>
#include <charconv>

#include "core/error.h"

namespace mmim {

namespace {

constexpr LabelRange kSims{-1, 1}, kEmotion{0, 3};

bool is_one_of(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_unimodal(const std::string& name) { return is_one_of(name, {"T", "A", "V"}); }

bool is_emotion(const std::string& name) { return is_one_of(name, {kEmotions.begin(), kEmotions.end()}); }

LabelRange range_in(const std::string& text, const std::string& word) {
  LabelRange range;
  const char *at = text.data(), *end = at + text.size();
  const auto low = std::from_chars(at, end, range.low);
  const bool more = low.ec == std::errc() && low.ptr != end && *low.ptr == ',';
  const auto high = more ? std::from_chars(low.ptr + 1, end, range.high) : low;
  if (!more || high.ec != std::errc() || high.ptr != end || !(range.low < range.high))
    throw UsageError("--label-range `" + word + "`: LOW,HIGH or NAME=LOW,HIGH is wanted, as -1,1 or happy=0,3");
  return range;
}

bool is_sims(const SeenLabels& seen, const DatasetInfo& info) {
  bool found = false;
  for (size_t k = 0; k < info.columns.size(); ++k) {
    if (!is_unimodal(info.columns[k].name)) continue;
    if (!seen.columns[k].within(kSims)) return false;
    found = true;
  }
  return found && seen.own.within(kSims);
}

std::string say_span(const LabelSpan& span) { return say(LabelRange{span.low, span.high}); }

void settle_own(const SeenLabels& seen, const StatedRanges& stated, DatasetInfo& info) {
  if (stated.own) info.labels = *stated.own;
  if (stated.own || info.range_is_known || !seen.own.within(kSims)) return;
  constexpr int64_t kFewest = 10;  // fewer labels lie close together by chance
  if (is_sims(seen, info)) {
    info.labels = kSims;
    info.note("labels_of_sims", seen.utterances,
              "labels of " + std::to_string(seen.utterances) +
                  " utterances are read from -1 to 1, with the metrics of CH-SIMS");
    return;
  }
  info.note("labels_narrow", seen.utterances < kFewest ? 0 : seen.utterances,
            "all " + std::to_string(seen.utterances) + " labels lie within -1 to 1 (from " + say_span(seen.own) +
                ") and are read on the scale from -3 to 3; for the scale and the metrics of CH-SIMS import with "
                "`--label-range -1,1`");
}

LabelRange found_range(LabelColumn& column, const LabelSpan& seen, DatasetInfo& info, int64_t utterances) {
  const LabelRange own = info.labels;
  if (is_emotion(column.name) && seen.within(kEmotion)) return kEmotion;
  if (seen.within(own)) return own;
  info.note("label_range_seen", utterances,
            "what the labels " + column.name + " of " + std::to_string(utterances) +
                " utterances can be is not known: " + say_span(seen) + " is taken, as it was seen; `--label-range " +
                column.name + "=LOW,HIGH` states it");
  return {seen.low, seen.high > seen.low ? seen.high : seen.low + 1};
}

void settle_column(LabelColumn& column, const LabelSpan& seen, const StatedRanges& stated, DatasetInfo& info,
                   int64_t utterances) {
  const auto found = stated.columns.find(column.name);
  if (found == stated.columns.end()) {
    if (!info.range_is_known) column.range = found_range(column, seen, info, utterances);
    return;
  }
  column.range = found->second;
  if (!seen.within(column.range))
    throw DataError(info.source + ": the labels " + column.name + " go from " + say_span(seen) +
                    ", which is not within the stated " + say(column.range));
}

}  // namespace

StatedRanges StatedRanges::of(const std::vector<std::string>& words) {
  StatedRanges stated;
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos)
      stated.own = range_in(word, word);
    else
      stated.columns[word.substr(0, equals)] = range_in(word.substr(equals + 1), word);
  }
  return stated;
}

void LabelSpan::add(float label) {
  low = std::min(low, label);
  high = std::max(high, label);
}

bool LabelSpan::within(LabelRange range) const {
  constexpr double kRounding = 1e-5;
  return low >= range.low - kRounding && high <= range.high + kRounding;
}

void settle_ranges(const SeenLabels& seen, const StatedRanges& stated, DatasetInfo& info) {
  std::vector<std::string> names;
  for (const LabelColumn& column : info.columns) names.push_back(column.name);
  for (const auto& [name, unused] : stated.columns)
    if (!is_one_of(name, names))
      throw UsageError("--label-range " + name + "=...: " + info.source + " has no labels of this name" +
                       (names.empty() ? "" : "; there are " + listing(names)) + did_you_mean(name, names));
  if (seen.utterances == 0) return;
  settle_own(seen, stated, info);
  for (size_t k = 0; k < info.columns.size(); ++k)
    settle_column(info.columns[k], seen.columns[k], stated, info, seen.utterances);
}

}  // namespace mmim
