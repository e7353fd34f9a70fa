#include "corpus/survey.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <stdexcept>

#include "core/error.h"
#include "core/sentence.h"
#include "corpus/identities.h"
#include "corpus/say.h"
#include "corpus/video.h"

namespace mmim {

namespace {

void check_stream(const StreamRows& stored, const StreamInfo& stream, const std::string& where) {
  if (stored.rows * stream.width != static_cast<int64_t>(stored.values.size()))
    throw DataError(where + ": " + std::to_string(stored.values.size()) + " values are not " +
                    std::to_string(stored.rows) + " rows of " + std::to_string(stream.width));
}

void check(const Utterance& utterance, const DatasetInfo& info, const std::string& where) {
  for (const Modality m : kRowStreams)
    check_stream(utterance.streams[m], info.streams[m], where + ": stream " + word(m));
  if (!utterance.label) throw DataError(where + ": has no label");
  if (!std::isfinite(*utterance.label)) throw DataError(where + ": the label is not a finite number");
  const int64_t visual = utterance.streams.visual.rows, acoustic = utterance.streams.acoustic.rows;
  const bool both = info.streams.visual.width > 0 && info.streams.acoustic.width > 0;
  if (info.alignment != Alignment::none && both && visual != acoustic)
    throw DataError(where + ": " + std::to_string(visual) + " visual and " + std::to_string(acoustic) +
                    " acoustic rows in an aligned data set");
}

void add(Oddity& oddity, const std::string& where) {
  if (oddity.count++ == 0) oddity.first = where;
}

void count_oddities(const Utterance& utterance, const std::string& where, Survey& survey) {
  for (const Modality m : kRowStreams) {
    const StreamRows& stored = utterance.streams[m];
    if (stored.stored_length <= stored.rows && stored.stored_length >= -1) continue;
    const std::string stated = stored.stored_length == kUnreadableLength
                                   ? "states a length that is no number of at least 0"
                                   : "states a length of " + std::to_string(stored.stored_length);
    add(survey.odd_lengths[m],
        where + ": stream " + word(m) + ": " + stated + " but has " + std::to_string(stored.rows) + " rows");
  }
}

/// "split train, utterance 3 (id)", of position `at` over all splits.
std::string place_of(const Source& source, size_t at) {
  auto index = static_cast<int64_t>(at);
  for (const SplitName split : kSplits) {
    if (index < source.size(split))
      return sentence("split {}, utterance {} ({})", word(split), index, source.read(split, index).id);
    index -= source.size(split);
  }
  throw std::out_of_range("a label of no utterance");
}

Oddity labels_outside(const std::vector<float>& labels, LabelRange range, const std::string& what,
                      const SeenLabels& seen) {
  const LabelsBeyond beyond = labels_beyond(labels, range);
  if (beyond.count == 0) return {};
  return {beyond.count, seen.place(beyond.first) + ": the " + what + " " + say_number(labels[beyond.first])};
}

/// Once the ranges of the labels are settled.
void count_labels_outside(const SeenLabels& seen, Survey& survey) {
  survey.labels_outside = labels_outside(seen.own, survey.info.labels, "label", seen);
  for (size_t k = 0; k < seen.columns.size(); ++k) {
    const LabelColumn& column = survey.info.columns[k];
    survey.columns_outside.push_back(labels_outside(seen.columns[k], column.range, "label " + column.name, seen));
  }
}

int64_t count_words(std::string_view text) {
  if (text.empty()) return 0;
  return 1 + static_cast<int64_t>(std::count(text.begin(), text.end(), ' '));
}

/// Whether the rows of an utterance agree with the text mask: outside of the mask they are zero, and a stated length is
/// the length of the mask.
bool agrees(const UtteranceFacts& facts, const DatasetInfo& info) {
  const TextMask& mask = facts.mask;
  if (mask.length < 0) return mask.length == -1;
  for (const Modality m : kRowStreams) {
    const RowFacts& rows = facts.streams[m];
    if (info.streams[m].width == 0) continue;
    if (rows.stored_length >= 0 && rows.stored_length != mask.length) return false;
    const int64_t behind = rows.rows - mask.begin - mask.length;
    if (behind < 0 || rows.leading < mask.begin || rows.trailing < behind) return false;
  }
  return true;
}

/// Rows belong to word pieces only where the rows of every utterance agree with the masks.
void settle_alignment(Survey& survey) {
  if (survey.info.alignment != Alignment::pieces) return;
  int64_t odd = 0;
  for (const auto& split : survey.splits)
    for (const auto& utterance : split) odd += !agrees(utterance.facts, survey.info);
  if (odd == 0) return;
  survey.info.alignment = Alignment::none;
  survey.info.note("not_aligned", odd,
                   "rows belong to no word pieces: in " + say_count(odd, "utterance") +
                       " rows outside of the mask of text_bert are filled, or a stated length is not that of the mask");
}

/// Padding is where most zero rows are; the streams of an aligned set share their side.
void find_padding(Survey& survey) {
  PerModality<int64_t> excess;  // leading minus trailing
  for (const auto& split : survey.splits)
    for (const auto& utterance : split)
      for (const Modality m : kRowStreams) {
        const RowFacts& facts = utterance.facts.streams[m];
        if (facts.empty() || !facts.padded) continue;
        const TextMask& mask = utterance.facts.mask;
        const bool masked = survey.info.alignment == Alignment::pieces && mask.length >= 0;
        const int64_t behind = masked ? facts.rows - mask.begin - mask.length : facts.trailing;
        excess[m] += (masked ? mask.begin : facts.leading) - behind;
      }
  if (survey.info.alignment != Alignment::none) excess.visual = excess.acoustic = excess.visual + excess.acoustic;
  for (const Modality m : kRowStreams) {
    StreamInfo& stream = survey.info.streams[m];
    if (stream.published_length > 0 && excess[m] != 0) stream.padding = excess[m] > 0 ? Side::front : Side::back;
  }
}

void note_texts(Survey& survey) {
  int64_t empty = 0;
  for (const auto& split : survey.splits)
    for (const auto& utterance : split) empty += utterance.words == 0;
  survey.info.note("empty_texts", empty, say_count(empty, "utterance") + (empty == 1 ? " has" : " have") + " no text");
}

/// Models whose classes are the signs of labels learn nothing from a scale without zero inside.
void note_one_sign(Survey& survey) {
  const LabelRange range = survey.info.labels;
  if (range.low < 0 && range.high > 0) return;
  survey.info.note("labels_of_one_sign", survey.utterances(),
                   "labels from " + say(range) + " have one sign, and the classes of mmim and self-mm are signs: of " +
                       say_count(survey.utterances(), "utterance") +
                       " none tells them apart; `mmim train --set mmim.bound.entropy.split=single` learns such labels, "
                       "other models learn them as they are");
}

Json describe(const std::vector<Survey::Utterance>& split, const DatasetInfo& info, Modality m) {
  const StreamInfo& stream = info.streams[m];
  std::array<int64_t, 3> rows{}, differ{};
  int64_t stored = 0, empty = 0, interior = 0, nan = 0, positive = 0, negative = 0;
  for (const auto& utterance : split) {
    const RowFacts& facts = utterance.facts.streams[m];
    const int64_t trimmed = kept_rows(utterance.facts, info, LengthRule::trimmed)[m].count;
    for (const LengthRule rule : kLengthRules) {
      const int64_t count = kept_rows(utterance.facts, info, rule)[m].count;
      rows[static_cast<size_t>(rule)] += count;
      differ[static_cast<size_t>(rule)] += count != trimmed;
    }
    stored += facts.rows;
    empty += facts.empty();
    interior += !facts.empty() && interior_zero_rows(facts, stream) > 0;
    nan += facts.nan;
    positive += facts.positive;
    negative += facts.negative;
  }
  return {{"rows_in_file", stored},
          {"rows", {{"trimmed", rows[0]}, {"zero_rows_counted", rows[1]}, {"as_stored", rows[2]}}},
          {"utterances_other_than_trimmed", {{"zero_rows_counted", differ[1]}, {"as_stored", differ[2]}}},
          {"utterances_with_interior_zero_rows", interior},
          {"empty_streams", empty},
          {"non_finite", {{"nan", nan}, {"positive_infinite", positive}, {"negative_infinite", negative}}}};
}

}  // namespace

Json Survey::to_json() const {
  Json counts = Json::object();
  for (const SplitName name : kSplits)
    for (const Modality m : kRowStreams)
      if (info.streams[m].width > 0 && !split(name).empty())
        counts[word(name)][word(m)] = describe(split(name), info, m);
  return counts;
}

int64_t Survey::utterances() const {
  int64_t total = 0;
  for (const auto& split : splits) total += static_cast<int64_t>(split.size());
  return total;
}

Survey survey(const Source& source, const StatedRanges& stated) {
  Survey result{.info = source.info()};
  SeenLabels labels{.columns = std::vector<std::vector<float>>(result.info.columns.size()),
                    .place = [&](size_t at) { return place_of(source, at); }};
  Identities seen;
  for (const SplitName name : kSplits) {
    auto& split = result.splits[static_cast<size_t>(name)];
    std::set<std::string, std::less<>> videos;
    for (int64_t i = 0; i < source.size(name); ++i) {
      const Utterance utterance = source.read(name, i);
      const std::string at = "split " + word(name) + ", utterance " + std::to_string(i) + " (" + utterance.id + ")";
      check(utterance, result.info, result.info.source + ": " + at);
      count_oddities(utterance, at, result);
      split.push_back({facts_of(utterance, result.info), *utterance.label, count_words(utterance.text)});
      videos.emplace(video_of(utterance.id));
      seen.see(utterance.id, name);
      labels.own.push_back(*utterance.label);
      for (size_t k = 0; k < labels.columns.size(); ++k) labels.columns[k].push_back(utterance.columns.at(k));
    }
    result.videos[static_cast<size_t>(name)] = static_cast<int64_t>(videos.size());
  }
  if (result.utterances() == 0) throw DataError(result.info.source + ": holds no utterance in any split");
  settle_ranges(labels, stated, result.info);
  count_labels_outside(labels, result);
  settle_alignment(result);
  find_padding(result);
  note_texts(result);
  note_one_sign(result);
  seen.note(result.info);
  return result;
}

}  // namespace mmim
