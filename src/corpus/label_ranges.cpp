#include "corpus/label_ranges.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/error.h"
#include "corpus/say.h"

namespace mmim {

namespace {

constexpr LabelRange kSims{-1, 1}, kEmotion{0, 3};

bool is_among(const std::string& name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_unimodal(const std::string& name) { return is_among(name, {"T", "A", "V"}); }

bool is_emotion(const std::string& name) { return is_among(name, {kEmotions.begin(), kEmotions.end()}); }

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

bool within(const std::vector<float>& labels, LabelRange range) { return labels_beyond(labels, range).count == 0; }

std::string say_labels(const std::string& column) { return column.empty() ? "label" : "label " + column; }

/// "the label T of split train, utterance 3 (id) is 1.4", of the label that lies farthest beyond the range.
std::string say_farthest(const SeenLabels& seen, const std::string& column, const std::vector<float>& labels,
                         LabelRange range) {
  const size_t at = labels_beyond(labels, range).farthest;
  return "the " + say_labels(column) + " of " + seen.place(at) + " is " + say_number(labels[at]);
}

std::string say_span(const std::vector<float>& labels) {
  const auto [low, high] = std::minmax_element(labels.begin(), labels.end());
  return say(LabelRange{*low, *high});
}

/// What keeps data with columns T, A or V from the scale of CH-SIMS: the labels beyond it, and the farthest of them.
struct BeyondSims {
  bool has_columns = false;
  int64_t count = 0, labels = 0;
  std::string farthest;

  BeyondSims(const SeenLabels& seen, const DatasetInfo& info) {
    add(seen, "", seen.own);
    for (size_t k = 0; k < info.columns.size(); ++k) {
      if (!is_unimodal(info.columns[k].name)) continue;
      has_columns = true;
      add(seen, info.columns[k].name, seen.columns[k]);
    }
  }
  void add(const SeenLabels& seen, const std::string& column, const std::vector<float>& column_labels) {
    const int64_t more = labels_beyond(column_labels, kSims).count;
    if (more > 0 && count == 0) farthest = say_farthest(seen, column, column_labels, kSims);
    count += more;
    labels += static_cast<int64_t>(column_labels.size());
  }
  bool most() const { return 2 * count > labels; }  ///< the scale is plainly another one
};

void settle_own(const SeenLabels& seen, const StatedRanges& stated, DatasetInfo& info) {
  if (stated.own) info.labels = *stated.own;
  if (stated.own || info.range_is_known) return;
  constexpr int64_t kFewest = 10;  // fewer labels lie close together by chance
  const auto utterances = static_cast<int64_t>(seen.own.size());
  const BeyondSims beyond(seen, info);
  if (beyond.has_columns && beyond.count == 0) {
    info.labels = kSims;
    info.note(
        "labels_of_sims", utterances,
        "labels of " + std::to_string(utterances) + " utterances are read from -1 to 1, with the metrics of CH-SIMS");
  } else if (beyond.has_columns && !beyond.most()) {
    info.note("labels_beyond_sims", beyond.count,
              "the columns are those of CH-SIMS, but " + say_count(beyond.count, "label") +
                  (beyond.count == 1 ? " lies" : " lie") + " beyond -1 to 1 (" + beyond.farthest +
                  "), so the scale from -3 to 3 is taken; `--label-range -1,1 --out-of-range clamp` takes that of "
                  "CH-SIMS, `--label-range -3,3` states this one");
  } else if (beyond.count == 0) {
    info.note("labels_narrow", utterances < kFewest ? 0 : utterances,
              "all " + std::to_string(utterances) + " labels lie within -1 to 1 (from " + say_span(seen.own) +
                  ") and are read on the scale from -3 to 3; for the scale and the metrics of CH-SIMS import with "
                  "`--label-range -1,1`");
  }
}

/// The range that labels of this name have in published data; others have the own range where they fit.
LabelRange expected_range(const std::string& column, LabelRange own) { return is_emotion(column) ? kEmotion : own; }

LabelRange found_range(const LabelColumn& column, const std::vector<float>& labels, const SeenLabels& seen,
                       const StatedRanges& stated, DatasetInfo& info) {
  const LabelRange expected = expected_range(column.name, info.labels);
  const bool known = is_emotion(column.name) || is_unimodal(column.name);
  if (within(labels, expected) || (known && stated.clamps)) return expected;
  const auto [low, high] = std::minmax_element(labels.begin(), labels.end());
  const LabelRange span{*low, *high > *low ? *high : *low + 1};
  const LabelRange taken = !within(labels, info.labels) ? span : info.labels;
  info.note("label_range_seen", static_cast<int64_t>(labels.size()),
            "what the labels " + column.name + " of " + say_count(static_cast<int64_t>(labels.size()), "utterance") +
                " can be is not known, since " + say_farthest(seen, column.name, labels, expected) + ", beyond " +
                say(expected) + ": " + say(taken) + " is taken" + (taken == span ? ", as it was seen" : "") +
                "; `--label-range " + column.name + "=LOW,HIGH` states it" +
                (known ? ", `--out-of-range clamp` keeps " + say(expected) : ""));
  return taken;
}

}  // namespace

StatedRanges StatedRanges::of(const std::vector<std::string>& words, bool clamps) {
  StatedRanges stated;
  stated.clamps = clamps;
  for (const std::string& word : words) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos)
      stated.own = range_in(word, word);
    else
      stated.columns[word.substr(0, equals)] = range_in(word.substr(equals + 1), word);
  }
  return stated;
}

float nearest_in(LabelRange range, float label) {
  constexpr double kRounding = 1e-5;
  if (label < range.low - kRounding) return static_cast<float>(range.low);
  return label > range.high + kRounding ? static_cast<float>(range.high) : label;
}

LabelsBeyond labels_beyond(const std::vector<float>& labels, LabelRange range) {
  LabelsBeyond beyond;
  const auto distance = [&](size_t i) { return std::abs(labels[i] - nearest_in(range, labels[i])); };
  for (size_t i = 0; i < labels.size(); ++i) {
    if (nearest_in(range, labels[i]) == labels[i]) continue;
    if (beyond.count++ == 0) beyond.first = beyond.farthest = i;
    if (distance(i) > distance(beyond.farthest)) beyond.farthest = i;
  }
  return beyond;
}

void settle_ranges(const SeenLabels& seen, const StatedRanges& stated, DatasetInfo& info) {
  std::vector<std::string> names;
  for (const LabelColumn& column : info.columns) names.push_back(column.name);
  for (const auto& [name, unused] : stated.columns)
    if (!is_among(name, names))
      throw UsageError("--label-range " + name + "=...: " + info.source + " has no labels of this name" +
                       (names.empty() ? "" : "; there are " + listing(names)) + did_you_mean(name, names));
  if (seen.own.empty()) return;
  settle_own(seen, stated, info);
  for (size_t k = 0; k < info.columns.size(); ++k) {
    LabelColumn& column = info.columns[k];
    const auto range = stated.columns.find(column.name);
    if (range != stated.columns.end())
      column.range = range->second;
    else if (!info.range_is_known)
      column.range = found_range(column, seen.columns[k], seen, stated, info);
  }
}

}  // namespace mmim
