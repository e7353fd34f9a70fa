#include "corpus/rules.h"

#include "core/error.h"
#include "corpus/say.h"

namespace mmim {

namespace {

/// Utterances of which more rows are taken than the file states.
int64_t shorter_stated(const Survey& survey, Modality m, LengthRule rule) {
  int64_t shorter = 0;
  for (const auto& split : survey.splits)
    for (const auto& utterance : split) {
      const int64_t stated = utterance.facts.streams[m].stored_length;
      shorter += stated >= 0 && stated < kept_rows(utterance.facts, survey.info, rule)[m].count;
    }
  return shorter;
}

/// Labels of one column; `name` is empty for the data set's own.
void note_labels(const Oddity& outside, const std::string& name, LabelRange range, const ImportOptions& options,
                 DatasetInfo& info) {
  if (outside.count == 0) return;
  const std::string labels = say_count(outside.count, "label") + (name.empty() ? "" : " " + name) +
                             (outside.count == 1 ? " is" : " are") + " outside " + say(range) +
                             " (the first: " + outside.first + ")";
  if (options.out_of_range == OutOfRange::clamp)
    info.note("labels_clamped", outside.count, labels + "; clamped to the nearer end of the range");
  else
    info.note("labels_outside", outside.count, labels + "; `mmim import --out-of-range clamp` takes the nearer end");
}

void refuse_labels_outside(const Oddity& outside, const std::string& name, LabelRange range,
                           const std::string& source) {
  if (outside.count == 0) return;
  const std::string more = outside.count == 1 ? ""
                                              : ", and " + say_count(outside.count - 1, "more label") +
                                                    (outside.count == 2 ? " is" : " are");
  throw DataError(source + ": " + outside.first + " is outside " + say(range) + more + "; `--label-range " +
                  (name.empty() ? "" : name + "=") +
                  "LOW,HIGH` states the scale where it is another, `--out-of-range clamp` takes the nearer end of the "
                  "range");
}

void note_lengths(const Survey& survey, Modality m, LengthRule rule, DatasetInfo& info) {
  const Oddity& odd = survey.odd_lengths[m];
  info.note("lengths_not_usable", odd.count,
            word(m) + ": the stated lengths of " + say_count(odd.count, "utterance") +
                " are no lengths of the rows and are not used (the first: " + odd.first + ")");
  const int64_t shorter = shorter_stated(survey, m, rule);
  info.note("lengths_shorter", shorter,
            word(m) + ": in " + say_count(shorter, "utterance") +
                " more rows are taken than the file states, because they are not zeros or padding is in front; "
                "`--lengths as_stored` takes as many as stated, from the first");
}

}  // namespace

void note_rules(const Survey& survey, const ImportOptions& options, DatasetInfo& info) {
  note_labels(survey.labels_outside, "", info.labels, options, info);
  for (size_t k = 0; k < info.columns.size(); ++k)
    note_labels(survey.columns_outside[k], info.columns[k].name, info.columns[k].range, options, info);
  if (options.lengths == LengthRule::as_stored) return;
  for (const Modality m : kRowStreams) note_lengths(survey, m, options.lengths, info);
}

void check_rules(const Survey& survey, const ImportOptions& options) {
  const std::string& source = survey.info.source;
  if (options.out_of_range == OutOfRange::refuse) {
    refuse_labels_outside(survey.labels_outside, "", survey.info.labels, source);
    for (size_t k = 0; k < survey.info.columns.size(); ++k)
      refuse_labels_outside(survey.columns_outside[k], survey.info.columns[k].name, survey.info.columns[k].range,
                            source);
  }
  if (options.lengths != LengthRule::as_stored) return;
  for (const Modality m : kRowStreams)
    if (const Oddity& odd = survey.odd_lengths[m]; odd.count > 0)
      throw DataError(source + ": " + odd.first + "; `--lengths trimmed` needs no stated lengths");
}

}  // namespace mmim
