#include "corpus/survey.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "core/error.h"
#include "core/sentence.h"

namespace mmim {

namespace {

std::string say_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

void check_stream(const StreamRows& stored, const StreamInfo& stream, const std::string& where) {
  if (stored.rows * stream.width != static_cast<int64_t>(stored.values.size()))
    throw DataError(
        sentence("{}: {} values are not {} rows of {}", where, stored.values.size(), stored.rows, stream.width));
  if (stored.stored_length > stored.rows)
    throw DataError(sentence("{}: states a length of {} but has {} rows", where, stored.stored_length, stored.rows));
  if (stored.stored_length < -1) throw DataError(where + ": states a negative length");
}

void check(const Utterance& utterance, const DatasetInfo& info, const std::string& where) {
  for (const Modality m : kRowStreams)
    check_stream(utterance.streams[m], info.streams[m], where + ": stream " + word(m));
  if (!utterance.label) throw DataError(where + ": has no label");
  if (!std::isfinite(*utterance.label)) throw DataError(where + ": the label is not a finite number");
  constexpr double kRounding = 1e-5;
  if (*utterance.label < info.label_low - kRounding || *utterance.label > info.label_high + kRounding)
    throw DataError(where + ": the label " + say_number(*utterance.label) + " is outside " +
                    say_number(info.label_low) + " to " + say_number(info.label_high));
  const int64_t visual = utterance.streams.visual.rows, acoustic = utterance.streams.acoustic.rows;
  const bool both = info.streams.visual.width > 0 && info.streams.acoustic.width > 0;
  if (info.alignment != Alignment::none && both && visual != acoustic)
    throw DataError(sentence("{}: {} visual and {} acoustic rows in an aligned data set", where, visual, acoustic));
  const int64_t rows = std::max(visual, acoustic);
  if (info.alignment != Alignment::none && utterance.joint_length > rows)
    throw DataError(sentence("{}: the text mask holds {} pieces for {} rows", where, utterance.joint_length, rows));
}

int64_t count_words(std::string_view text) {
  if (text.empty()) return 0;
  return 1 + static_cast<int64_t>(std::count(text.begin(), text.end(), ' '));
}

/// Padding is where most zero rows are; the streams of an aligned set share their side.
void find_padding(Survey& survey) {
  PerModality<int64_t> excess;  // leading minus trailing
  for (const auto& split : survey.splits)
    for (const auto& utterance : split)
      for (const Modality m : kRowStreams) {
        const RowFacts& facts = utterance.facts.streams[m];
        if (!facts.empty()) excess[m] += facts.leading - facts.trailing;
      }
  if (survey.info.alignment != Alignment::none) excess.visual = excess.acoustic = excess.visual + excess.acoustic;
  for (const Modality m : kRowStreams) {
    StreamInfo& stream = survey.info.streams[m];
    if (stream.published_length > 0 && excess[m] != 0) stream.padding = excess[m] > 0 ? Side::front : Side::back;
  }
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

Survey survey(const Source& source) {
  Survey result{.info = source.info()};
  for (const SplitName name : kSplits) {
    auto& split = result.splits[static_cast<size_t>(name)];
    std::set<std::string, std::less<>> videos;
    for (int64_t i = 0; i < source.size(name); ++i) {
      const Utterance utterance = source.read(name, i);
      check(utterance, result.info,
            result.info.source + ": split " + word(name) + ", utterance " + std::to_string(i) + " (" + utterance.id +
                ")");
      split.push_back({facts_of(utterance, result.info), *utterance.label, count_words(utterance.text)});
      videos.emplace(video_of(utterance.id));
    }
    result.videos[static_cast<size_t>(name)] = static_cast<int64_t>(videos.size());
  }
  find_padding(result);
  return result;
}

}  // namespace mmim
