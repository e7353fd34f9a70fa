#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "corpus/dataset.h"
#include "corpus/utterance.h"

namespace mmim {

/// Which rows of a padded stream are taken. trimmed: all but the zero rows on the padded side; zero_rows_counted: as
/// many as have a feature sum other than 0, from the unpadded side (as published for MMIM); as_stored: the length the
/// file states, from the first row on, or all rows.
enum class LengthRule { trimmed, zero_rows_counted, as_stored };
inline constexpr std::array<LengthRule, 3> kLengthRules{LengthRule::trimmed, LengthRule::zero_rows_counted,
                                                        LengthRule::as_stored};
std::string word(LengthRule rule);
LengthRule length_rule_of(const std::string& word);  ///< UsageError when it is none

/// What becomes of NaN and infinities. zero: 0; finite_max: NaN 0, infinities the largest float32 (numpy's nan_to_num).
enum class NonFinite { zero, finite_max };
std::string word(NonFinite rule);
NonFinite non_finite_of(const std::string& word);  ///< UsageError when it is none

/// What the rows of one stored stream of one utterance look like.
struct RowFacts {
  int64_t rows = 0;
  int64_t leading = 0, trailing = 0;  ///< all-zero rows at either end; both all rows for an empty stream
  int64_t zero = 0;                   ///< all-zero rows
  int64_t zero_sum = 0;               ///< rows whose features sum to exactly 0
  int64_t stored_length = -1;
  bool padded = true;                           ///< StreamRows::padded
  int64_t nan = 0, positive = 0, negative = 0;  ///< values that are NaN, +inf, -inf

  bool empty() const { return zero == rows; }
};
RowFacts facts_of(std::span<const float> values, int64_t rows, int64_t width, int64_t stored_length);

/// Both streams of one utterance.
struct UtteranceFacts {
  PerModality<RowFacts> streams{};
  TextMask mask{};
};
UtteranceFacts facts_of(const Utterance& utterance, const DatasetInfo& info);

/// Rows [begin, begin + count) of a stored stream.
struct Kept {
  int64_t begin = 0, count = 0;
};

/// The rows `rule` takes. Streams published ragged keep all rows (as_stored: the stated length). The streams of an
/// aligned set keep the same rows: those of the text mask when there is one, else as many as the longer one.
PerModality<Kept> kept_rows(const UtteranceFacts& facts, const DatasetInfo& info, LengthRule rule);

/// All-zero rows among those that trimming keeps.
int64_t interior_zero_rows(const RowFacts& facts, const StreamInfo& stream);

/// Replaces non-finite values in place.
void make_finite(std::span<float> values, NonFinite rule);

}  // namespace mmim
