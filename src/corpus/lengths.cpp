#include "corpus/lengths.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"
#include "corpus/source.h"

namespace mmim {

std::string word(LengthRule rule) {
  constexpr std::array<const char*, 3> kNames{"trimmed", "zero_rows_counted", "as_stored"};
  return kNames[static_cast<size_t>(rule)];
}

std::string word(NonFinite rule) { return rule == NonFinite::zero ? "zero" : "finite-max"; }

LengthRule length_rule_of(const std::string& word) {
  for (const LengthRule rule : kLengthRules)
    if (word == mmim::word(rule)) return rule;
  throw UsageError("lengths `" + word + "` is none of trimmed, zero_rows_counted and as_stored");
}

NonFinite non_finite_of(const std::string& word) {
  for (const NonFinite rule : {NonFinite::zero, NonFinite::finite_max})
    if (word == mmim::word(rule)) return rule;
  throw UsageError("non_finite `" + word + "` is neither zero nor finite-max");
}

RowFacts facts_of(std::span<const float> values, int64_t rows, int64_t width, int64_t stored_length) {
  RowFacts facts{.rows = rows, .stored_length = stored_length};
  int64_t last_filled = -1;
  for (int64_t row = 0; row < rows; ++row) {
    const auto features = values.subspan(static_cast<size_t>(row * width), static_cast<size_t>(width));
    double sum = 0;
    bool zero = true;
    for (const float value : features) {
      sum += value;
      zero = zero && value == 0;
      facts.nan += std::isnan(value);
      facts.positive += value == std::numeric_limits<float>::infinity();
      facts.negative += value == -std::numeric_limits<float>::infinity();
    }
    facts.zero += zero;
    facts.zero_sum += sum == 0;
    if (zero) continue;
    if (last_filled < 0) facts.leading = row;
    last_filled = row;
  }
  if (last_filled < 0) facts.leading = rows;
  facts.trailing = rows - 1 - last_filled;
  return facts;
}

UtteranceFacts facts_of(const Utterance& utterance, const DatasetInfo& info) {
  UtteranceFacts facts{.mask = utterance.mask};
  for (const Modality m : kRowStreams) {
    const StreamRows& stored = utterance.streams[m];
    facts.streams[m] = facts_of(stored.values, stored.rows, info.streams[m].width, stored.stored_length);
    facts.streams[m].padded = stored.padded;
  }
  return facts;
}

namespace {

bool may_have_padding(const RowFacts& facts, const StreamInfo& stream) {
  return stream.published_length > 0 && facts.padded;
}

int64_t padding_rows(const RowFacts& facts, const StreamInfo& stream) {
  if (!may_have_padding(facts, stream)) return 0;
  return stream.padding == Side::front ? facts.leading : facts.trailing;
}

int64_t count_kept(const RowFacts& facts, const StreamInfo& stream, LengthRule rule) {
  if (rule == LengthRule::as_stored) return facts.stored_length < 0 ? facts.rows : facts.stored_length;
  if (rule == LengthRule::trimmed || !may_have_padding(facts, stream)) return facts.rows - padding_rows(facts, stream);
  return facts.rows - facts.zero_sum;
}

Kept kept_of(int64_t count, const RowFacts& facts, const StreamInfo& stream, LengthRule rule) {
  const bool from_the_end =
      rule != LengthRule::as_stored && may_have_padding(facts, stream) && stream.padding == Side::front;
  count = std::clamp<int64_t>(count, 0, facts.rows);
  return {from_the_end ? facts.rows - count : 0, count};
}

}  // namespace

PerModality<Kept> kept_rows(const UtteranceFacts& facts, const DatasetInfo& info, LengthRule rule) {
  int64_t joint = 0;
  for (const Modality m : kRowStreams) joint = std::max(joint, count_kept(facts.streams[m], info.streams[m], rule));
  const bool masked = rule == LengthRule::trimmed && info.alignment != Alignment::none && facts.mask.length >= 0;

  PerModality<Kept> kept;
  for (const Modality m : kRowStreams) {
    const StreamInfo& stream = info.streams[m];
    if (stream.width == 0) continue;
    if (masked) {
      kept[m] = {facts.mask.begin, facts.mask.length};
      continue;
    }
    const int64_t own = count_kept(facts.streams[m], stream, rule);
    kept[m] = kept_of(info.alignment == Alignment::none ? own : joint, facts.streams[m], stream, rule);
  }
  return kept;
}

int64_t interior_zero_rows(const RowFacts& facts, const StreamInfo& stream) {
  return facts.zero - padding_rows(facts, stream);
}

void make_finite(std::span<float> values, NonFinite rule) {
  for (float& value : values) {
    if (std::isfinite(value)) continue;
    const bool keep_sign = rule == NonFinite::finite_max && !std::isnan(value);
    value = keep_sign ? std::copysign(std::numeric_limits<float>::max(), value) : 0.0f;
  }
}

}  // namespace mmim
